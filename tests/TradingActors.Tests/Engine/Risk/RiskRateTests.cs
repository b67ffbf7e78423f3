using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Message rates of two levels, and strategies that repeat themselves.</summary>
public sealed class RiskRateTests
{
    private static readonly StrategyId Quoter = new("quoter");

    [Fact]
    [Trait("Control", "C04")]
    public void a_share_of_the_rate_is_kept_for_cancels()
    {
        var desk = new RiskDesk(Wide with { OrderRateMax = 5, CancelSharePercent = 20 });
        for (var i = 0; i < 4; i++)
            Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 0.1m, 100m).Verdict);
        Refused(new Refusal(RefusalCode.OrderRateAboveLimit, 4m, 5m), desk.Place(Side.Buy, 0.1m, 100m));
    }

    [Fact]
    [Trait("Control", "C04")]
    public void cancels_are_counted_against_orders_and_never_refused()
    {
        var desk = new RiskDesk(Wide with { OrderRateMax = 4 });
        var order = desk.Work(Side.Buy, 0.1m, 100m);
        var other = desk.Work(Side.Buy, 0.1m, 100m);
        desk.Publish(new CancelRequested(RiskDesk.IdOf(order), "a test", desk.Now.Wall));
        desk.Publish(new CancelRequested(RiskDesk.IdOf(other), "a test", desk.Now.Wall));
        Refused(new Refusal(RefusalCode.OrderRateAboveLimit, 4m, 5m, "cancels counted"),
            desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 0.1m, 100m).Verdict);
    }

    [Fact]
    [Trait("Control", "C04")]
    public void the_hard_level_counts_refused_requests_and_asks_for_a_halt_once()
    {
        var desk = new RiskDesk(Wide with { OrderRateMax = 2, OrderRateHard = 5 });
        for (var i = 0; i < 4; i++)
            desk.Place(Side.Buy, 0.1m, 100m);
        Assert.Empty(desk.State.TakeNotices());
        desk.Place(Side.Buy, 0.1m, 100m);
        var notice = Assert.Single(desk.State.TakeNotices());
        Assert.Equal((HoldCause.MessageRate, null, TradingMode.Halted),
            (notice.Cause, notice.Strategy, notice.Mode));
        desk.Place(Side.Buy, 0.1m, 100m);
        Assert.Empty(desk.State.TakeNotices());
    }

    [Fact]
    [Trait("Control", "C04")]
    public void a_strategy_has_a_rate_of_its_own()
    {
        var desk = new RiskDesk(Wide with { StrategyDefault = new StrategyLimits { OrderRateMax = 1 } });
        Assert.Equal(RiskVerdict.Approved, desk.Decide(Of(desk)).Verdict);
        Refused(new Refusal(RefusalCode.OrderRateAboveLimit, 1m, 2m, "strategy quoter"),
            desk.Decide(Of(desk)));
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 0.1m, 100m).Verdict);
    }

    [Fact]
    [Trait("Control", "C06")]
    public void filled_and_asked_for_again_too_often_disables_the_strategy()
    {
        var desk = new RiskDesk(Wide with
        {
            StrategyDefault = new StrategyLimits { ReentriesMax = 2, RepeatWindow = TimeSpan.FromMinutes(1) },
        });
        for (var i = 0; i < 2; i++)
        {
            FillOne(desk);
            Assert.Empty(desk.State.TakeNotices());
        }

        desk.Decide(Of(desk));
        var notice = Assert.Single(desk.State.TakeNotices());
        Assert.Equal((HoldCause.RepeatedExecution, Quoter, TradingMode.Halted),
            (notice.Cause, notice.Strategy!.Value, notice.Mode));
        Assert.Contains("2 re-entries in 60 s", notice.Reason);
    }

    [Fact]
    [Trait("Control", "C06")]
    public void re_entries_that_lie_further_apart_than_the_window_disable_nothing()
    {
        var desk = new RiskDesk(Wide with
        {
            StrategyDefault = new StrategyLimits { ReentriesMax = 2, RepeatWindow = TimeSpan.FromMinutes(1) },
        });
        for (var i = 0; i < 6; i++)
        {
            FillOne(desk);
            desk.Advance(TimeSpan.FromMinutes(1));
            desk.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        }

        Assert.Empty(desk.State.TakeNotices());
    }

    [Fact]
    [Trait("Control", "C06")]
    public void refusals_of_risk_and_venue_count_together_and_what_the_mode_forbids_does_not()
    {
        var desk = new RiskDesk(Wide with { StrategyDefault = new StrategyLimits { RejectsMax = 3 } });
        desk.SetMode(TradingMode.Halted);
        for (var i = 0; i < 5; i++)
            Refused(RefusalCode.ModeForbids, desk.Decide(Of(desk)));
        desk.SetMode(TradingMode.Active);
        desk.Decide(Of(desk) with { Quantity = new Quantity(99m) });
        var order = Of(desk);
        desk.Decide(order);
        desk.Record(order);
        desk.Publish(new OrderRejectedByVenue(RiskDesk.IdOf(order), "-2010", "no", desk.Now.Wall));
        Assert.Empty(desk.State.TakeNotices());
        desk.Decide(Of(desk) with { Quantity = new Quantity(99m) });
        Assert.Contains("3 refused orders", Assert.Single(desk.State.TakeNotices()).Reason);
    }

    private static RiskSettings Wide => RiskDesk.Settings with
    {
        GrossExposureMax = new Notional(100_000m),
        Default = RiskDesk.Limits with { OpenOrdersMax = 100, ReferenceMaxAge = TimeSpan.FromHours(1) },
    };

    private static OrderRequest Of(RiskDesk desk) => desk.Limit(Side.Buy, 0.1m, 100m, strategy: Quoter);

    private static void FillOne(RiskDesk desk)
    {
        var order = Of(desk);
        Assert.Equal(RiskVerdict.Approved, desk.Decide(order).Verdict);
        desk.Record(order);
        desk.Publish(desk.Fill(order, 0.1m));
    }
}
