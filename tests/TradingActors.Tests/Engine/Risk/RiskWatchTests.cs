using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>
/// What is seen between decisions: losses, breaches from outside, unknown profit, alerts, the day.
/// </summary>
public sealed class RiskWatchTests
{
    private static readonly RiskSettings Settings = RiskDesk.Settings with
    {
        GrossExposureMax = new Notional(100_000m),
        Default = RiskDesk.Limits with { ReferenceMaxAge = TimeSpan.FromDays(2) },
        DailyLossMax = new Notional(10m),
        DrawdownMax = new Notional(30m),
        PnlUnknownAfter = TimeSpan.FromSeconds(30),
        AlertPercents = [50, 75, 90],
    };

    [Fact]
    [Trait("Control", "C09")]
    public void a_loss_of_the_day_halts_the_account_once_and_refuses_what_adds()
    {
        var desk = Holding(5m);
        var watch = Watch(desk);
        Mark(desk, watch);
        desk.Quote(RiskDesk.Btc, 98.00m, 98.02m);
        Assert.DoesNotContain(watch.Look(desk.Now).Notices, n => n.Cause == HoldCause.DailyLoss);
        desk.Quote(RiskDesk.Btc, 97.99m, 98.01m);
        var notice = Assert.Single(watch.Look(desk.Now).Notices, n => n.Mode is not null);
        Assert.Equal((HoldCause.DailyLoss, null, TradingMode.Halted),
            (notice.Cause, notice.Strategy, notice.Mode));
        Assert.DoesNotContain(watch.Look(desk.Now).Notices, n => n.Cause == HoldCause.DailyLoss);
        Refused(new Refusal(RefusalCode.LossLimitReached, 10m, 10m, "daily loss"),
            desk.Place(Side.Buy, 1m, 98m));
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Sell, 1m, 98m).Verdict);
    }

    [Fact]
    [Trait("Control", "C09")]
    public void a_loss_is_not_forgiven_by_a_restart()
    {
        var desk = Holding(5m);
        Mark(desk, Watch(desk));
        var second = new RiskDesk(Settings, AccountState.FromSnapshot(desk.AccountState.ToSnapshot()));
        second.Quote(RiskDesk.Btc, 97.99m, 98.01m);
        Assert.Contains(Watch(second).Look(second.Now).Notices, n => n.Cause == HoldCause.DailyLoss);
    }

    [Fact]
    [Trait("Control", "C09")]
    public void a_new_trading_day_starts_from_its_own_profit_and_keeps_the_peak()
    {
        var desk = Holding(5m);
        var watch = Watch(desk);
        Mark(desk, watch);
        desk.Quote(RiskDesk.Btc, 98.49m, 98.51m);
        desk.Advance(TimeSpan.FromDays(1));
        desk.Quote(RiskDesk.Btc, 98.49m, 98.51m);
        var marked = Mark(desk, watch);
        Assert.Equal(new DateOnly(1970, 1, 2), marked.Day);
        Assert.Equal(new PnlMark(null, new Notional(-7.5m), new Notional(0m)), marked.Marks[0]);
        desk.Quote(RiskDesk.Btc, 96.99m, 97.01m);
        Assert.DoesNotContain(watch.Look(desk.Now).Notices, n => n.Mode is not null);
        desk.Quote(RiskDesk.Btc, 93.99m, 94.01m);
        Assert.Equal([HoldCause.DailyLoss, HoldCause.Drawdown],
            watch.Look(desk.Now).Notices.Where(n => n.Mode is not null).Select(n => n.Cause));
    }

    [Fact]
    [Trait("Control", "C09")]
    public void a_wall_clock_that_jumps_ahead_does_not_start_a_new_day()
    {
        var desk = Holding(5m);
        var watch = Watch(desk);
        Mark(desk, watch);
        var jumped = desk.Now with { Wall = desk.Now.Wall + TimeSpan.FromHours(30) };
        Assert.Null(watch.Look(jumped).Marked);
        Assert.Null(watch.Look(desk.Now with { Wall = desk.Now.Wall - TimeSpan.FromHours(30) }).Marked);
    }

    [Fact]
    [Trait("Control", "C09")]
    public void a_peak_is_journaled_when_it_rises_by_a_hundredth_of_its_limit()
    {
        var desk = Holding(5m);
        var watch = Watch(desk);
        Mark(desk, watch);
        desk.Quote(RiskDesk.Btc, 100.04m, 100.06m);
        Assert.Null(watch.Look(desk.Now).Marked);
        desk.Quote(RiskDesk.Btc, 100.05m, 100.07m);
        Assert.Equal(new PnlMark(null, new Notional(0m), new Notional(0.3m)), Mark(desk, watch).Marks[0]);
    }

    [Fact]
    [Trait("Control", "C09")]
    public void a_strategys_loss_is_its_own()
    {
        var desk = new RiskDesk(Settings with
        {
            DailyLossMax = null,
            StrategyDefault = new StrategyLimits { DailyLossMax = new Notional(5m) },
        });
        var order = desk.Limit(Side.Buy, 5m, 100m, strategy: new StrategyId("trend"));
        desk.Decide(order);
        desk.Record(order);
        desk.Publish(desk.Fill(order, 5m));
        desk.Quote(RiskDesk.Btc, 98.98m, 99.00m);
        var notice = Assert.Single(Watch(desk).Look(desk.Now).Notices, n => n.Mode is not null);
        Assert.Equal((HoldCause.DailyLoss, new StrategyId("trend")), (notice.Cause, notice.Strategy!.Value));
        Refused(new Refusal(RefusalCode.LossLimitReached, 5m, 5.05m, "daily loss of strategy trend"),
            desk.Decide(desk.Limit(Side.Buy, 1m, 99m, strategy: new StrategyId("trend"))));
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 1m, 99m).Verdict);
    }

    [Fact]
    [Trait("Control", "C15")]
    public void a_position_that_grew_without_an_order_of_ours_may_only_shrink_until_it_has_been_calm()
    {
        var desk = Holding(5m);
        var watch = Watch(desk);
        watch.Look(desk.Now);
        desk.Publish(desk.Fill(desk.Limit(Side.Buy, 6m, 100m, "foreign"), 6m));
        var notice = Assert.Single(watch.Look(desk.Now).Notices, n => n.Cause == HoldCause.LimitBreach);
        Assert.Equal(TradingMode.ReduceOnly, notice.Mode);
        Assert.Contains("instrument:BTCUSDT/position-max is 10, used 11", notice.Reason);
        desk.Publish(desk.Fill(desk.Limit(Side.Sell, 2m, 100m, "back"), 2m));
        for (var look = 1; look < RiskWatch.CleanLooks; look++)
            Assert.DoesNotContain(watch.Look(desk.Now).Notices, n => n.Cause == HoldCause.LimitBreach);
        Assert.Null(Assert.Single(watch.Look(desk.Now).Notices, n => n.Cause == HoldCause.LimitBreach).Mode);
    }

    [Fact]
    [Trait("Control", "C09")]
    public void a_profit_that_cannot_be_told_holds_the_account()
    {
        var desk = Holding(5m);
        var watch = Watch(desk);
        watch.Look(desk.Now);
        desk.Advance(TimeSpan.FromSeconds(31));
        Assert.Contains(watch.Look(desk.Now).Notices,
            n => n is { Cause: HoldCause.PnlUnknown, Mode: TradingMode.ReduceOnly });
        desk.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        var cleared = Enumerable.Range(0, RiskWatch.CleanLooks).SelectMany(_ => watch.Look(desk.Now).Notices);
        Assert.Contains(cleared, n => n is { Cause: HoldCause.PnlUnknown, Mode: null });
    }

    [Fact]
    [Trait("Control", "C15")]
    public void exposure_of_an_account_that_is_worth_nothing_is_a_breach_of_any_leverage()
    {
        var desk = new RiskDesk(Settings with { LeverageMax = 0.01m }, RiskDesk.Funded(0m, 0m));
        desk.Publish(desk.Fill(desk.Limit(Side.Buy, 1m, 100m, "foreign"), 1m));
        Assert.Equal(0m, desk.State.ToView().Equity.Value);
        var notice = Assert.Single(Watch(desk).Look(desk.Now).Notices, n => n.Cause == HoldCause.LimitBreach);
        Assert.Contains("account/leverage-max", notice.Reason);
    }

    [Fact]
    [Trait("Control", "C21")]
    public void people_are_told_at_each_percentage_once_on_the_way_up()
    {
        var desk = new RiskDesk(Settings with { GrossExposureMax = new Notional(1000m) });
        var watch = Watch(desk);
        Assert.Empty(Told(watch, desk));
        desk.Place(Side.Buy, 5m, 100m);
        Assert.Equal([50], Told(watch, desk));
        Assert.Empty(Told(watch, desk));
        desk.Place(Side.Buy, 4.8m, 100m);
        Assert.Equal([90], Told(watch, desk));
        desk.Place(Side.Buy, 0.2m, 100m);
        Assert.Equal([100], Told(watch, desk));
    }

    [Fact]
    [Trait("Control", "C21")]
    public void a_use_that_swings_around_a_percentage_is_told_once()
    {
        var alerts = new AlertState([50, 75, 90]);
        var key = new LimitKey(LimitLevel.Account, "", "gross-exposure-max");
        int?[] told = [.. new[] { 49m, 50m, 46m, 51m, 44m, 50m, 80m, 100m, 96m, 100m }
            .Select(used => alerts.Next(new LimitUse(key, 100m, used)))];
        Assert.Equal([null, 50, null, null, null, 50, 75, 100, null, null], told);
    }

    private static IEnumerable<int> Told(RiskWatch watch, RiskDesk desk) => watch.Look(desk.Now).Alerts
        .Where(a => a.Use.Key.Limit == "gross-exposure-max").Select(a => a.Percent);

    private static RiskDesk Holding(decimal quantity)
    {
        var desk = new RiskDesk(Settings);
        var order = desk.Work(Side.Buy, quantity, 100m);
        desk.Publish(desk.Fill(order, quantity));
        return desk;
    }

    private static RiskWatch Watch(RiskDesk desk) => new(desk.State, TimeSpan.Zero, desk.Now);

    /// <summary>What the look asks to journal, journaled.</summary>
    private static PnlMarked Mark(RiskDesk desk, RiskWatch watch)
    {
        var marked = watch.Look(desk.Now).Marked;
        Assert.NotNull(marked);
        desk.Publish(marked);
        return marked;
    }
}
