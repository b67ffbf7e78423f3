using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Orders;
using TradingActors.Node.Control;

namespace TradingActors.Tests.Node;

/// <summary>One node as an example; the tests change what they are about.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly CountersView NoOrders = new(0, 0, 0, new Dictionary<string, long>(), 0,
        new Dictionary<string, long>(), 0, 0, 0, 0, 0, 0, 0, 0);

    public static readonly AccountView Account =
        new("main", DeskPhase.Trading, "reconciled", 3, TradingMode.Active, [],
        ConnectionPhase.Ready, "logged on",
        [
            new OrderView(
                "quoter-1", "t1-3-1", "quoter", "BTCUSDT", Side.Buy, OrderType.PostOnly, TimeInForce.Gtc,
                0.010m, 0.004m, 60_000.10m, OrderStatus.PartiallyFilled, "", false, At),
        ],
        [Fill(7)],
        NoOrders with
        {
            Sent = 3,
            Accepted = 2,
            Fills = 1,
            RefusedByRisk = 1,
            RefusedByReason = Counts(("POSITION_ABOVE_LIMIT", 1))
        },
        [new PositionLine("BTCUSDT", 0.004m, 60_000.1m, 60_010m, 0m, 0.0396m, 0.24m)],
        new Dictionary<string, decimal> { ["BTC"] = 1.004m, ["USDT"] = 99_759.36m },
        0m, 0.0396m, 0.0396m, []);

    public static readonly NodeView Node = new(At, "simulated", TradingMode.Active, [Account],
        [new LinkView("simulated", true, "subscribed", 42, 30, 10, 2, 0, 0,
            [new QuoteView("BTCUSDT", 60_000m, 1m, 60_000.1m, 2m)])],
        [new LatencyView(Meter.OrderRoundTrip, 5, 800, 2_500, 3_000, 1_200_000)], []);

    public static readonly Approval<Scope> Approval =
        new("resume-7", Scope.Everything, "alice", "cooled", 6, At, At.AddMinutes(10));

    public static HoldView Hold(TradingMode mode, string reason) =>
        new(HoldCause.Operator, "all", mode, reason, "alice", At, false);

    public static FillView Fill(long sequence) =>
        new(sequence, "quoter-1", "BTCUSDT", 1_000 + sequence, Side.Buy,
        60_000.10m, 0.004m, 0.24m, "USDT", true, At);

    public static Dictionary<string, long> Counts(params (string Code, long Count)[] counts) =>
        counts.ToDictionary(c => c.Code, c => c.Count);
}
