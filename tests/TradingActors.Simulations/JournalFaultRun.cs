using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using TradingActors.Simulation.Campaign;
using Xunit;
using OrderAccepted = TradingActors.SimulatedVenue.OrderAccepted;

namespace TradingActors.Simulations;

/// <summary>
/// A world in which strategies and a caller trade while the journal fails, and everything that has to hold
/// whatever the failure was: judged by the venue's ledger, the journal as it stands on disk, and what was
/// acknowledged to the caller.
/// </summary>
internal sealed class JournalFaultRun : IDisposable
{
    private const string Unlimited = """

        trading-actors.accounts.main.risk { order-rate-max = 2000, order-rate-hard = off }

        """;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ulong _seed;
    private readonly List<OrderAcknowledged> _acknowledged = [];
    private int _placed;

    public JournalFaultRun(ulong seed, string overrides = "")
    {
        _seed = seed;
        World = Worlds.Make(seed, overrides: Worlds.Busy + Unlimited + overrides, venue: Patient);
        World.Start();
    }

    private static SimulatedVenueSettings Patient => new()
    {
        RateLimits = new RateLimitSettings { OrdersPerTenSeconds = 4_000 },
    };

    public VirtualWorld World { get; }

    public int Acknowledged => _acknowledged.Count;

    public AccountGate Gate => World.Engine!.Gate.For(Worlds.Account, new VenueId("simulated"));

    public void UntilTrading() => World.RunUntil(
        Worlds.Account, a => a.Phase == DeskPhase.Trading && a.Mode == TradingMode.Active, Patience);

    /// <summary>Trades on, with an order of the caller's every 200 ms beside the strategies'.</summary>
    public void Trade(TimeSpan span)
    {
        for (var end = World.Loop.Now + span; World.Loop.Now < end; World.Run(TimeSpan.FromMilliseconds(200)))
            Place();
    }

    /// <summary>
    /// Puts the rules in force and trades until the engine has been told of a failure; then the gate must be
    /// closed before the clock moves on. Ends at that moment.
    /// </summary>
    public JournalFailure UntilFailure(params JournalFaultRule[] rules) => UntilFailure(() => { }, rules);

    /// <summary>The same, with something that makes the engine write.</summary>
    public JournalFailure UntilFailure(Action provoke, params JournalFaultRule[] rules)
    {
        World.Journals.ReplaceFaults(rules);
        var before = World.Journals.Failures.Count;
        provoke();
        var end = World.Loop.Now + Patience;
        while (World.Loop.Now < end && World.Journals.Failures.Count == before)
        {
            Place();
            World.Loop.RunUntil(
                World.Loop.Now + TimeSpan.FromMilliseconds(200),
                () => World.Journals.Failures.Count > before);
        }

        Assert.True(World.Journals.Failures.Count > before, $"seed {_seed}: the fault struck nothing");
        World.Loop.RunUntil(World.Loop.Now);
        return World.Journals.Failures.Last();
    }

    /// <summary>
    /// From the failure until the desk is open again the venue takes nothing, but what was on the wire when
    /// the gate closed.
    /// </summary>
    public TimeSpan NothingPassesUntilOpen(JournalFailure failure)
    {
        Assert.NotEqual(TradingMode.Active, Gate.Mode);
        var end = World.Loop.Now + Patience;
        while (World.Loop.Now < end && !IsOpen())
        {
            Place();
            World.Run(Moment);
        }

        var account = World.Engine!.Blotter().Accounts.Single();
        Assert.True(IsOpen(), $"seed {_seed}: the desk never opened again: {account}");
        var from = At(failure.At) + SimulatedNetworkSettings.Calm.DelayMax;
        var to = At(World.Loop.Now - Moment);
        Assert.DoesNotContain(
            World.Venue.EntriesOf("main"),
            e => e is OrderAccepted { IsExternal: false } && e.At > from && e.At < to);
        return World.Loop.Now - failure.At;
    }

    /// <summary>The fault is over: the engine trades, stops well, and everything agrees.</summary>
    public void TradesAgainAndAgrees()
    {
        World.Journals.ReplaceFaults([]);
        LiftWhatWaitsForAPerson();
        UntilTrading();
        var taken = World.Venue.OrdersTaken;
        Trade(TimeSpan.FromSeconds(15));
        Assert.True(World.Venue.OrdersTaken > taken, $"seed {_seed}: nothing was traded after the fault");
        ExposureAgrees();
        World.StopAndJudge(_seed);
        World.Run(TimeSpan.FromSeconds(1));

        var ledger = World.Venue.Judge("main");
        var journal = World.Engine!.Journal(World.Journals, Worlds.Account).ToArray();
        var (lost, doubled) = CampaignJudge.Compare(ledger, journal);
        World.Hold(_seed, [.. lost, .. doubled, .. Forgotten(journal)]);
    }

    public void Dispose() => World.Dispose();

    /// <summary>A journal that failed again and again waits for somebody who has looked.</summary>
    private void LiftWhatWaitsForAPerson()
    {
        World.Run(TimeSpan.FromSeconds(60));
        var engine = World.Engine!;
        var view = engine.Ask<EmergencyView>(engine.Ready.Gate, new GetEmergency());
        foreach (var hold in view.Holds.Where(h => h.Cause == HoldCause.JournalFailing))
            engine.Ask<Resumed>(engine.Ready.Gate, new Resume(hold.Scope, "the disk is sound", "tester"));
    }

    /// <summary>A limit order far from the market, or one that trades, in turn.</summary>
    private void Place()
    {
        if (World.Engine is not { } engine)
            return;

        var quote = World.Venue.Judge("main").Fills is [.., var last] ? last : null;
        var price = quote is null ? 50_000m : Math.Floor(quote.Price * 0.97m);
        var id = new ClientOrderId($"by-hand-{++_placed}");
        var request = _placed % 3 == 0 || quote is null
            ? new OrderRequest(id, Worlds.Btc, Side.Buy + _placed % 2, OrderType.Market, TimeInForce.Gtc,
                new Quantity(0.001m + 0.0001m * (_placed % 7)), null)
            : new OrderRequest(id, Worlds.Btc, Side.Buy, OrderType.Limit, TimeInForce.Gtc,
                new Quantity(0.001m + 0.0001m * (_placed % 5)), new Price(price));
        engine.TellAccount(Worlds.Account, new PlaceOrder(request), engine.NewCaller(OnAnswer));
        if (_placed > 4)
            engine.TellAccount(Worlds.Account, new CancelOrder(new ClientOrderId($"by-hand-{_placed - 4}")));
    }

    private void OnAnswer(object answer)
    {
        if (answer is OrderAcknowledged acknowledged)
            _acknowledged.Add(acknowledged);
    }

    /// <summary>
    /// Once everything is cancelled, risk holds what the ledger holds, and reserves nothing.
    /// </summary>
    private void ExposureAgrees()
    {
        World.Engine!.Halt(Scope.Account(Worlds.Account), "a look");
        World.Run(TimeSpan.FromSeconds(15));
        var line = World.Engine.AskAccount<ExposureView>(Worlds.Account, new GetExposure())
            .Instruments.Single(i => i.Symbol == Worlds.Btc);
        var ledger = World.Venue.Judge("main");
        Assert.Equal(0, ledger.Counts.Open);
        Assert.Equal(
            (ledger.Balances.Single(b => b.Asset == "BTC").Total, 0m, 0m, 0),
            (line.Position.Value, line.ReservedBuy.Value, line.ReservedSell.Value, line.OpenOrders));
    }

    private IEnumerable<string> Forgotten(IReadOnlyList<object> journal)
    {
        var durable = journal.OfType<Engine.Journal.IntentRecorded>().Select(i => i.VenueId).ToHashSet();
        return _acknowledged.Where(a => !durable.Contains(a.Order.VenueId))
            .Select(a => $"{a.Order.Request.ClientOrderId} was acknowledged and is not in the journal");
    }

    private bool IsOpen() => Gate.Mode == TradingMode.Active;

    private static DateTimeOffset At(TimeSpan moment) => VirtualTime.Epoch + moment;
}
