using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Scenarios.InProcess;

/// <summary>A thousand tasks on real threads, all of whom want the same room under one limit.</summary>
public sealed class ReservationOverSocketsTests(ITestOutputHelper output)
{
    private const decimal PositionMax = 4m;
    private const int OpenOrdersMax = 150;

    private const string OnlyExposureLimits = """
        trading-actors.accounts.main.risk {
          gross-exposure-max = 1000000000, net-exposure-max = off, leverage-max = off
          order-rate-max = 1000000, order-rate-hard = off, daily-loss-max = off, drawdown-max = off
          drift-collar-bps = off, jump-bps = off, duplicate-window = 0ms, reference-max-age = 1m
          strategies.default {
            gross-exposure-max = off, net-exposure-max = off, open-orders-max = off
            reentries-max = off, rejects-max = off
          }
          instruments.BTCUSDT {
            position-max = 4, quantity-max = 1, notional-max = 1000000, open-orders-max = 150
          }
        }
        """;

    private static readonly Symbol Btc = new("BTCUSDT");

    private static readonly SimulatedVenueSettings Generous = new()
    {
        RateLimits = new RateLimitSettings
        {
            WeightPerMinute = 10_000_000,
            OrdersPerTenSeconds = 1_000_000,
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

    [Fact]
    [Trait("Control", "C08")]
    public async Task a_thousand_submitters_at_once_fill_the_limit_and_never_pass_it()
    {
        await using var engine = await EngineUnderTest.StartAsync(OnlyExposureLimits, Generous);
        await engine.UntilAsync(a => a.Phase == DeskPhase.Trading && a.Mode == TradingMode.Active, "trading");
        var bid = (await engine.QuoteAsync(Btc)).Bid.Value;

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 1_000).Select(i => Task.Run(() => LiveAsync(engine, i, bid))));

        var refusals = answers.SelectMany(a => a).OfType<OrderRefused>()
            .GroupBy(r => r.Refusal.Code).ToDictionary(g => g.Key, g => g.Count());
        output.WriteLine(string.Join(", ", refusals.Select(r => $"{r.Value} {r.Key}")));
        Assert.True(refusals.GetValueOrDefault(RefusalCode.PositionAboveLimit) > 100);
        await engine.UntilAsync(
            a => a.Working.All(o => o.Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled),
            "quiet");
        Judge(engine.Venue);
        await StopAndCompareAsync(engine);
    }

    /// <summary>
    /// Everybody buys; every third moves the order, every fifth takes it back, every seventh trades.
    /// </summary>
    private static async Task<List<object>> LiveAsync(EngineUnderTest engine, int number, decimal bid)
    {
        var answers = new List<object>();
        var price = new Price(Math.Floor(bid * (0.97m + 0.00002m * (number % 100))));
        var request = new OrderRequest(
            new ClientOrderId($"p{number}"), Btc, Side.Buy, OrderType.Limit, TimeInForce.Gtc,
            new Quantity(0.01m + 0.001m * (number % 50)), price);
        if (number % 7 == 0)
            request = request with { Type = OrderType.Market, LimitPrice = null };
        await AskAsync(new PlaceOrder(request));
        if (number % 3 == 0)
            await AskAsync(new ReplaceOrder(request.ClientOrderId, request with
            {
                ClientOrderId = new ClientOrderId($"p{number}-moved"),
                Quantity = request.Quantity + new Quantity(0.005m),
            }));
        if (number % 5 == 0)
            await AskAsync(new CancelOrder(request.ClientOrderId));
        return answers;

        async Task AskAsync(object message) => answers.Add(await engine.Engine.Accounts.Ask<object>(
            new ToAccount(EngineUnderTest.Account, message), TimeSpan.FromSeconds(60)));
    }

    private void Judge(SimulatedVenueHost venue)
    {
        var entries = venue.AskAsync((core, _) => core.EntriesOf("main"), CancellationToken.None).Result;
        var report = ReservationJudge.Walk(entries, new Dictionary<string, ReservationLimits>
        {
            ["BTCUSDT"] = new(PositionMax, OpenOrdersMax),
        });
        output.WriteLine($"{entries.Count} entries, {report.PeakOf("BTCUSDT")}");
        Assert.Empty(report.Problems);
        Assert.True(report.PeakOf("BTCUSDT").Long > 0.9m * PositionMax, "the limit was never near");
    }

    private static async Task StopAndCompareAsync(EngineUnderTest engine)
    {
        var view = await engine.AskAccountAsync<ExposureView>(new GetExposure());
        var line = view.Instruments.Single(i => i.Symbol == Btc);
        var ledger = engine.Venue.Judge("main");
        var open = ledger.Orders
            .Where(o => o.Status is VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled).ToArray();
        Assert.Equal(open.Length, line.OpenOrders);
        Assert.Equal(open.Sum(o => o.Quantity - o.Filled), line.ReservedBuy.Value);
        Assert.Equal(ledger.Balances.Single(b => b.Asset == "BTC").Total, line.Position.Value);
        await engine.StopAsync();
    }
}
