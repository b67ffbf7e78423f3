using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;
using OrderAccepted = TradingActors.SimulatedVenue.OrderAccepted;
using OrderCanceled = TradingActors.SimulatedVenue.OrderCanceled;
using OrderFilled = TradingActors.SimulatedVenue.OrderFilled;

namespace TradingActors.Simulations;

/// <summary>Ledgers written by hand, each within its limits but for one entry.</summary>
public sealed class ReservationJudgeTests
{
    private static readonly DateTimeOffset At = VirtualTime.Epoch;

    private readonly List<LedgerEntry> _ledger =
        [new AccountOpened("main", new Dictionary<string, decimal> { ["BTC"] = 1m }, At) { Sequence = 1 }];

    [Fact]
    public void what_is_held_and_what_works_count_together()
    {
        Place(1, Side.Buy, 2m);
        Place(2, Side.Sell, 3m);
        Place(3, Side.Buy, 1m);

        var peak = Walk(positionMax: 4m).PeakOf("BTCUSDT");

        Assert.Empty(Walk(positionMax: 4m).Problems);
        Assert.Equal((4m, 2m, 3, 400m), (peak.Long, peak.Short, peak.OpenOrders, peak.Gross));
        Assert.Contains("3 long of 2.5", Walk(positionMax: 2.5m).Problems[0]);
        Assert.NotEmpty(Walk(openMax: 2).Problems);
        Assert.NotEmpty(Walk(grossMax: 399m).Problems);
    }

    [Fact]
    public void a_fill_moves_from_working_to_held_and_its_fee_is_gone()
    {
        Place(1, Side.Buy, 2m);
        Add(Fill(1, Side.Buy, 1.5m, fee: 0.1m));
        Add(new OrderCanceled("main", "BTCUSDT", 1, "c1", "x", 1.5m, At));
        Place(2, Side.Buy, 0.6m);

        Assert.Empty(Walk(positionMax: 3m).Problems);
        Assert.Equal(3m, Walk().PeakOf("BTCUSDT").Long);
    }

    [Fact]
    public void what_has_ended_makes_room_and_what_has_not_does_not()
    {
        Place(1, Side.Buy, 2m);
        Add(new OrderAmended("main", "BTCUSDT", 1, "c1", "c1b", 2m, 1.5m, At));
        Add(new OrderExpired("main", "BTCUSDT", 1, "c1", "fok", 0m, At));
        Place(2, Side.Buy, 2m);
        Assert.Empty(Walk(positionMax: 3m).Problems);

        Place(3, Side.Buy, 0.1m);
        Assert.Single(Walk(positionMax: 3m).Problems);
    }

    [Fact]
    public void an_instrument_without_a_limit_may_have_nothing()
    {
        Place(1, Side.Buy, 1m);

        var report = ReservationJudge.Walk(_ledger, new Dictionary<string, ReservationLimits>());

        Assert.NotEmpty(report.Problems);
    }

    private ReservationReport Walk(decimal positionMax = 100m, int openMax = 10, decimal? grossMax = null) =>
        ReservationJudge.Walk(_ledger, new Dictionary<string, ReservationLimits>
        {
            ["BTCUSDT"] = new(positionMax, openMax, grossMax),
        });

    private void Place(long id, Side side, decimal quantity) => Add(new OrderAccepted(
        "main", "BTCUSDT", "BTC", "USDT", id, $"c{id}", side, OrderType.Limit, TimeInForce.Gtc, 100m,
        quantity, 0m, false, At));

    private static OrderFilled Fill(long id, Side side, decimal quantity, decimal fee) => new(
        "main", "BTCUSDT", "BTC", "USDT", id, $"c{id}", 1, side, 100m, quantity, fee, "BTC", true, At);

    private void Add(LedgerEntry entry) => _ledger.Add(entry with { Sequence = _ledger.Count + 1 });
}
