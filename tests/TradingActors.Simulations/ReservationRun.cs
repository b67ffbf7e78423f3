using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;

namespace TradingActors.Simulations;

/// <summary>
/// A thousand callers of one account, each of whom knows nothing of the others: they place, replace and
/// cancel as the seed says, some of it at the same moment, while the market, an administrator's fills, a
/// lossy venue and crashes do the rest.
/// </summary>
internal sealed class ReservationRun : IDisposable
{
    public const int Callers = 1_000;
    public const decimal PositionMax = 4m;
    public const int OpenOrdersMax = 120;

    /// <summary>Nothing but position, gross and open orders limits anything.</summary>
    public const string OnlyExposureLimits = """
        trading-actors {
          accounts.main {
            enabled-strategies = []
            risk {
              gross-exposure-max = 1000000000, net-exposure-max = off, leverage-max = off
              order-rate-max = 1000000, order-rate-hard = off, daily-loss-max = off, drawdown-max = off
              drift-collar-bps = off, jump-bps = off
              order-to-trade-max = off, order-to-trade-volume-max = off
              duplicate-window = 0ms, refuse-self-match = off, pnl-unknown-after = 10m
              strategies.default {
                gross-exposure-max = off, net-exposure-max = off, open-orders-max = off
                daily-loss-max = off, drawdown-max = off, reentries-max = off, rejects-max = off
              }
              instruments.BTCUSDT {
                position-max = 4, quantity-max = 1, notional-max = 1000000, open-orders-max = 120
              }
            }
          }
          health.reject-storm-max = 100000
        }

        """;

    private readonly ulong _seed;
    private readonly Random _random;
    private readonly Person[] _people = [.. Enumerable.Range(0, Callers).Select(i => new Person(i))];
    private readonly Dictionary<RefusalCode, int> _refusals = [];
    private int _acknowledged;

    public ReservationRun(ulong seed, string overrides = "")
    {
        _seed = seed;
        _random = new Random((int)seed);
        World = Worlds.Make(seed, overrides: OnlyExposureLimits + overrides, venue: Generous);
    }

    public static SimulatedVenueSettings Generous => new()
    {
        RateLimits = new RateLimitSettings
        {
            WeightPerMinute = 10_000_000,
            OrdersPerTenSeconds = 1_000_000,
            OrdersPerDay = 100_000_000,
            RawPerFiveMinutes = 100_000_000,
        },
        Accounts =
        [
            new VenueAccountSettings
            {
                Balances = new Dictionary<string, decimal> { ["USDT"] = 100_000_000m, ["BTC"] = 1m },
            },
        ],
    };

    public VirtualWorld World { get; }

    public int Acknowledged => _acknowledged;

    public int Refused(RefusalCode code) => _refusals.GetValueOrDefault(code);

    public ReservationReport Judge(decimal positionMax = PositionMax, decimal? grossMax = null) =>
        ReservationJudge.Walk(World.Venue.EntriesOf("main"), new Dictionary<string, ReservationLimits>
        {
            ["BTCUSDT"] = new(positionMax, OpenOrdersMax, grossMax),
        });

    public void Start()
    {
        World.Start();
        World.UntilTrading();
        foreach (var person in _people)
            person.Address = World.Engine!.NewCaller(answer => OnAnswer(person, answer));
    }

    /// <summary>All thousand at the same moment, with orders that rest.</summary>
    public void Rush()
    {
        foreach (var person in _people)
        {
            var request = Request(person) with { Type = OrderType.Limit, TimeInForce = TimeInForce.Gtc };
            person.Latest = request with { LimitPrice = Price(request.Side, behind: true) };
            Tell(person, new PlaceOrder(person.Latest));
        }
    }

    /// <summary>
    /// A hundred of them do something within moments, so that what one is given back or not yet sure of is
    /// what the next one asks for; and somebody trades with what rests.
    /// </summary>
    public void Round()
    {
        for (var i = 0; i < 100; i++)
        {
            Act(_people[_random.Next(Callers)]);
            World.Run(TimeSpan.FromMilliseconds(_random.Next(0, 4)));
        }

        foreach (var order in OpenAtVenue().Where(_ => _random.Next(12) == 0).ToArray())
            World.Venue.FillExternally("main", order.ClientOrderId, Part(order.Quantity - order.Filled), Now);
        World.Run(TimeSpan.FromMilliseconds(_random.Next(20, 300)));
    }

    public void Crash()
    {
        World.Crash();
        World.Run(TimeSpan.FromMilliseconds(_random.Next(0, 2_000)));
        Start();
    }

    /// <summary>
    /// Once everything is answered, what risk reserves is what works at the venue, and it holds what the
    /// ledger holds.
    /// </summary>
    public void ReservedIsWhatWorks()
    {
        World.RunUntil(Worlds.Account, a => a.Phase == DeskPhase.Trading
            && a.Working.All(o => o.Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled),
            TimeSpan.FromMinutes(5));
        World.Run(TimeSpan.FromMilliseconds(200));
        var view = World.Engine!.AskAccount<ExposureView>(Worlds.Account, new GetExposure());
        var line = view.Instruments.Single(i => i.Symbol == Worlds.Btc);
        var open = OpenAtVenue();
        Assert.Equal(
            (Held(), Left(open, Side.Buy), Left(open, Side.Sell), open.Count),
            (line.Position.Value, line.ReservedBuy.Value, line.ReservedSell.Value, line.OpenOrders));
        World.Hold(_seed, Judge().Problems);
    }

    public void Dispose() => World.Dispose();

    private Instant Now => new Clock(World.Time).Now;

    private decimal Held() => World.Venue.Judge("main").Balances.Single(b => b.Asset == "BTC").Total;

    private IReadOnlyList<LedgerReport.OrderLine> OpenAtVenue() =>
    [
        .. World.Venue.Judge("main").Orders.Where(
            o => o.Status is VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled),
    ];

    private static decimal Left(IReadOnlyList<LedgerReport.OrderLine> orders, Side side) =>
        orders.Where(o => o.Side == side).Sum(o => o.Quantity - o.Filled - o.Prevented);

    private void Act(Person person)
    {
        switch (_random.Next(10))
        {
            case <= 4:
                Place(person);
                break;
            case <= 7 when person.Latest is { } latest:
                var request = Request(person) with { Side = latest.Side, Type = OrderType.Limit };
                var price = Price(request.Side, behind: true);
                Tell(person, new ReplaceOrder(latest.ClientOrderId, request with { LimitPrice = price }));
                person.Latest = request;
                break;
            case 8 when person.Latest is { } latest:
                Tell(person, new CancelOrder(latest.ClientOrderId));
                break;
        }
    }

    private void Place(Person person)
    {
        person.Latest = Request(person);
        Tell(person, new PlaceOrder(person.Latest));
    }

    /// <summary>Mostly buys, because a spot account can only sell what it has.</summary>
    private OrderRequest Request(Person person)
    {
        var side = _random.Next(4) == 0 ? Side.Sell : Side.Buy;
        var kind = _random.Next(10);
        var type = kind == 0 ? OrderType.PostOnly : OrderType.Limit;
        var term = kind is 1 or 2 ? TimeInForce.Ioc : TimeInForce.Gtc;
        return new OrderRequest(
            new ClientOrderId($"p{person.Number}-{++person.Orders}"), Worlds.Btc, side, type, term,
            new Quantity(_random.Next(1, 100) / 1_000m), Price(side, behind: kind > 2));
    }

    /// <summary>Behind the market it rests; beyond it, it trades, or is refused where it may not.</summary>
    private Price Price(Side side, bool behind)
    {
        var share = behind ? -_random.Next(20, 400) : _random.Next(5, 60);
        return new Price(Math.Round(Market() * (1m + side.Sign() * share / 10_000m), 0));
    }

    private decimal Market() => World.Venue.Judge("main").Fills is [.., var last] ? last.Price : 60_000m;

    private decimal Part(decimal left) =>
        Math.Max(0.00001m, Math.Round(left * _random.Next(1, 100) / 100m, 5));

    private void Tell(Person person, object message) =>
        World.Engine!.TellAccount(Worlds.Account, message, person.Address);

    private void OnAnswer(Person person, object answer)
    {
        if (answer is OrderAcknowledged)
            _acknowledged++;
        if (answer is not OrderRefused refused)
            return;

        _refusals[refused.Refusal.Code] = _refusals.GetValueOrDefault(refused.Refusal.Code) + 1;
        if (person.Latest?.ClientOrderId == refused.Request.ClientOrderId)
            person.Latest = null;
    }

    private sealed class Person(int number)
    {
        public int Number { get; } = number;

        public IActorRef Address { get; set; } = ActorRefs.Nobody;

        public OrderRequest? Latest { get; set; }

        public int Orders { get; set; }
    }
}
