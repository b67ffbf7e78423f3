using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>
/// What the market of the last minutes, the account's own orders and the day's messages forbid.
/// </summary>
public sealed class RiskMarketTests
{
    [Fact]
    [Trait("Control", "C03")]
    public void small_steps_within_the_collar_cannot_walk_the_market_away()
    {
        var desk = With(RiskDesk.Limits with { DriftCollarBps = 200m, DriftMinutes = 2 });
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 1m, 100.5m).Verdict);
        Step(desk, 101m);
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 1m, 101.5m).Verdict);
        Step(desk, 102m);
        Refused(RefusalCode.PriceOutsideDriftCollar, desk.Place(Side.Buy, 1m, 102m));
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Sell, 1m, 102m).Verdict);
        for (var minute = 0; minute < 3; minute++)
        {
            desk.Advance(TimeSpan.FromMinutes(1));
            desk.Quote(RiskDesk.Btc, 101.99m, 102.01m);
        }

        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 1m, 102.5m).Verdict);
    }

    [Fact]
    [Trait("Control", "C03")]
    public void what_reduces_passes_however_far_the_market_has_walked()
    {
        var desk = With(RiskDesk.Limits with
        {
            DriftCollarBps = 100m,
            DriftMinutes = 2,
            JumpBps = 100m,
            JumpPause = TimeSpan.FromMinutes(1)
        });
        var order = desk.Work(Side.Buy, 1m, 100m);
        desk.Publish(desk.Fill(order, 1m));
        Step(desk, 90m);
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Sell, 1m, 90m).Verdict);
        Refused(RefusalCode.ReferencePriceJumped, desk.Place(Side.Buy, 1m, 90m));
    }

    [Fact]
    [Trait("Control", "C20")]
    public void a_price_that_leaps_is_not_believed_until_it_has_been_calm()
    {
        var desk = With(RiskDesk.Limits with { JumpBps = 100m, JumpPause = TimeSpan.FromSeconds(2) });
        Step(desk, 100.9m);
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 1m, 100.9m).Verdict);
        Step(desk, 103m);
        Refused(RefusalCode.ReferencePriceJumped, desk.Place(Side.Buy, 1m, 103m));
        Step(desk, 103m);
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 1m, 103m).Verdict);
    }

    [Theory]
    [InlineData(Side.Buy, 101, Side.Sell, 100, true)]
    [InlineData(Side.Buy, 100, Side.Sell, 100, true)]
    [InlineData(Side.Buy, 99, Side.Sell, 100, false)]
    [InlineData(Side.Sell, 100, Side.Buy, 101, true)]
    [InlineData(Side.Sell, 101, Side.Buy, 100, false)]
    [Trait("Control", "C19")]
    public void an_order_that_would_trade_with_our_own_is_refused_whoevers_it_is(
        Side resting, int at, Side side, int price, bool matches)
    {
        var desk = new RiskDesk(RiskDesk.Settings with { RefusesSelfMatch = true });
        var own = desk.Limit(resting, 1m, at, strategy: new StrategyId("quoter"));
        desk.Decide(own);
        var decision = desk.Decide(desk.Limit(side, 1m, price, strategy: new StrategyId("trend")));
        if (matches)
            Refused(new Refusal(RefusalCode.SelfMatch, at, price), decision);
        else
            Assert.Equal(RiskVerdict.Approved, decision.Verdict);
    }

    [Fact]
    [Trait("Control", "C19")]
    public void an_order_that_has_ended_is_in_nobodys_way()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { RefusesSelfMatch = true });
        var (far, near) = (desk.Work(Side.Sell, 1m, 101m), desk.Work(Side.Sell, 1m, 100m));
        Refused(new Refusal(RefusalCode.SelfMatch, 100m, 101m), desk.Place(Side.Buy, 1m, 101m));
        desk.Publish(new OrderCanceled(RiskDesk.IdOf(near), default, desk.Now.Wall));
        Refused(new Refusal(RefusalCode.SelfMatch, 101m, 101m), desk.Place(Side.Buy, 1m, 101m));
        desk.Publish(new OrderCanceled(RiskDesk.IdOf(far), default, desk.Now.Wall));
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 1m, 101m).Verdict);
    }

    [Fact]
    [Trait("Control", "C05")]
    public void the_order_to_trade_ratio_counts_messages_by_trades_less_one()
    {
        var desk = With(RiskDesk.Limits with
        {
            OrderToTradeMax = 3m,
            OrderToTradeFree = 2,
            OpenOrdersMax = 20,
        });
        var order = desk.Work(Side.Buy, 1m, 100m);
        desk.Publish(new CancelRequested(RiskDesk.IdOf(order), "a test", desk.Now.Wall));
        desk.Work(Side.Buy, 1m, 100m);
        desk.Work(Side.Buy, 1m, 100m);
        Refused(new Refusal(RefusalCode.OrderToTradeAboveLimit, 3m, 4m, "by number"),
            desk.Place(Side.Buy, 1m, 100m));
        desk.Publish(desk.Fill(order, 0.5m));
        desk.Publish(desk.Fill(order, 0.5m));
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 1m, 100m).Verdict);
    }

    [Fact]
    [Trait("Control", "C05")]
    public void the_ratio_by_volume_is_ordered_by_traded_less_one_and_a_new_day_begins_anew()
    {
        var desk = With(RiskDesk.Limits with { OrderToTradeVolumeMax = 2m, OrderToTradeFree = 1 });
        desk.Work(Side.Buy, 2m, 100m);
        Refused(new Refusal(RefusalCode.OrderToTradeAboveLimit, 2m, 3m, "by volume"),
            desk.Place(Side.Buy, 2m, 100m));
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 1m, 100m).Verdict);
        desk.Advance(TimeSpan.FromDays(1));
        desk.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 2m, 100m).Verdict);
    }

    [Fact]
    [Trait("Control", "C05")]
    public void the_days_messages_survive_a_restart()
    {
        var settings = RiskDesk.Settings with { Default = RiskDesk.Limits with { OrderToTradeMax = 1m } };
        var first = new RiskDesk(settings);
        first.Work(Side.Buy, 1m, 100m);
        first.Work(Side.Buy, 1m, 100m);
        var second = new RiskDesk(settings, AccountState.FromSnapshot(first.AccountState.ToSnapshot()));
        Refused(RefusalCode.OrderToTradeAboveLimit, second.Place(Side.Buy, 1m, 100m, "third"));
    }

    private static void Step(RiskDesk desk, decimal mid)
    {
        desk.Advance(TimeSpan.FromSeconds(1));
        desk.Quote(RiskDesk.Btc, mid - 0.01m, mid + 0.01m);
    }

    private static RiskDesk With(InstrumentLimits limits) =>
        new(RiskDesk.Settings with { Default = limits, GrossExposureMax = new Notional(100_000m) });
}
