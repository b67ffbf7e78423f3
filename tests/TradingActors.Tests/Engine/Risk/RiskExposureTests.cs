using TradingActors.Domain;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Position, exposure, open orders, rates and balances.</summary>
public sealed class RiskExposureTests
{
    [Theory]
    [InlineData(2, 0, Side.Sell, 2, true)]
    [InlineData(2, 0, Side.Sell, 2.001, false)]
    [InlineData(2, 0, Side.Buy, 1, false)]
    [InlineData(2, 1.5, Side.Sell, 0.5, true)]
    [InlineData(2, 1.5, Side.Sell, 0.501, false)]
    [InlineData(0, 0, Side.Sell, 1, false)]
    [InlineData(0, 0, Side.Buy, 1, false)]
    [InlineData(-2, 0, Side.Buy, 2, true)]
    [InlineData(-2, 0, Side.Buy, 2.001, false)]
    [InlineData(-2, 0, Side.Sell, 1, false)]
    public void reduce_only_never_grows_or_flips_the_position(
        double position, double workingReducer, Side side, double quantity, bool passes)
    {
        var desk = Holding((decimal)position);
        if (workingReducer > 0)
            desk.Work(position > 0 ? Side.Sell : Side.Buy, (decimal)workingReducer, 100m);
        Judge(passes, RefusalCode.NotReducing, desk.Place(side, (decimal)quantity, 100m, reduceOnly: true));
    }

    [Theory]
    [InlineData(0, 5, 5, true)]
    [InlineData(0.001, 5, 5, false)]
    [InlineData(-0.001, 5, 5, true)]
    public void a_buy_counts_the_position_and_every_working_buy(double position, double working, double more, bool passes)
    {
        var desk = Holding((decimal)position);
        desk.Work(Side.Buy, (decimal)working, 100m);
        Judge(passes, RefusalCode.PositionAboveLimit, desk.Place(Side.Buy, (decimal)more, 100m));
    }

    [Theory]
    [InlineData(0, 5, 5, true)]
    [InlineData(-0.001, 5, 5, false)]
    [InlineData(0.001, 5, 5, true)]
    public void a_sell_counts_the_position_and_every_working_sell(double position, double working, double more, bool passes)
    {
        var desk = Holding((decimal)position);
        desk.Work(Side.Sell, (decimal)working, 100m);
        Judge(passes, RefusalCode.PositionAboveLimit, desk.Place(Side.Sell, (decimal)more, 100m));
    }

    [Fact]
    public void gross_exposure_adds_up_over_instruments_at_the_higher_of_reference_and_own_price()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { GrossExposureMax = new Notional(1001m) });
        desk.Work(Side.Buy, 5m, 100m);
        Numbers(RefusalCode.GrossExposureAboveLimit, 1001m, 1005m, desk.Place(Side.Sell, 5m, 101m, symbol: RiskDesk.Eth));
        Approved(desk.Place(Side.Buy, 5m, 100.2m, symbol: RiskDesk.Eth));
    }

    [Fact]
    public void below_the_reference_price_gross_exposure_counts_at_the_reference_price()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { GrossExposureMax = new Notional(500m) });
        Approved(desk.Place(Side.Buy, 5m, 60m));
        Numbers(RefusalCode.GrossExposureAboveLimit, 500m, 510m, desk.Place(Side.Buy, 0.1m, 60m, symbol: RiskDesk.Eth));
    }

    [Fact]
    public void an_order_that_does_not_raise_gross_exposure_passes_even_above_the_limit()
    {
        var desk = Holding(9m);
        desk.Quote(RiskDesk.Btc, 199.99m, 200.01m);
        Assert.Equal(1800m, desk.State.ToView().Gross.Value);
        Refused(RefusalCode.GrossExposureAboveLimit, desk.Place(Side.Buy, 0.1m, 200m));
        Approved(desk.Place(Side.Sell, 3m, 200m));
    }

    [Fact]
    public void open_orders_are_counted_by_instrument()
    {
        var desk = new RiskDesk();
        for (var i = 0; i < 4; i++)
            Approved(desk.Place(Side.Buy, 0.1m, 100m));
        Numbers(RefusalCode.OpenOrdersAboveLimit, 4m, 5m, desk.Place(Side.Buy, 0.1m, 100m));
        Approved(desk.Place(Side.Buy, 0.1m, 100m, symbol: RiskDesk.Eth));
    }

    [Fact]
    public void the_order_rate_is_a_sliding_window_that_counts_approvals_alone()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { OrderRateMax = 2 });
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(TimeSpan.FromMilliseconds(1) * 400);
        Refused(RefusalCode.QuantityAboveMax, desk.Place(Side.Buy, 99m, 100m));
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(TimeSpan.FromMilliseconds(1) * 599);
        Numbers(RefusalCode.OrderRateAboveLimit, 2m, 3m, desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(TimeSpan.FromMilliseconds(1));
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        Refused(RefusalCode.OrderRateAboveLimit, desk.Place(Side.Buy, 0.1m, 100m));
    }

    [Fact]
    [Trait("Control", "C07")]
    public void the_same_order_under_another_id_is_a_duplicate_until_the_window_has_passed()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { DuplicateWindow = TimeSpan.FromMilliseconds(1) * 500 });
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(TimeSpan.FromMilliseconds(1) * 499);
        Numbers(RefusalCode.DuplicateInWindow, 500m, 499m, desk.Place(Side.Buy, 0.10m, 100.00m));
        Approved(desk.Place(Side.Sell, 0.1m, 100m));
        Approved(desk.Place(Side.Buy, 0.1m, 100.01m));
        Approved(desk.Place(Side.Buy, 0.101m, 100m));
        desk.Advance(TimeSpan.FromMilliseconds(1));
        Approved(desk.Place(Side.Buy, 0.1m, 100m, symbol: RiskDesk.Eth));
        desk = new RiskDesk(RiskDesk.Settings with { DuplicateWindow = TimeSpan.FromMilliseconds(1) * 500 });
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(TimeSpan.FromMilliseconds(1) * 500);
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
    }

    [Fact]
    public void a_buy_needs_its_notional_and_the_worst_fee_beside_what_is_reserved()
    {
        var desk = new RiskDesk(account: RiskDesk.Funded(usdt: 200.2m));
        Approved(desk.Place(Side.Buy, 1m, 100m));
        Numbers(RefusalCode.BalanceInsufficient, 100.1m, 100.11001m, desk.Place(Side.Buy, 1m, 100.01m));
        Approved(desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_post_only_buy_needs_the_makers_fee()
    {
        var desk = new RiskDesk(account: RiskDesk.Funded(usdt: 100.05m));
        Refused(RefusalCode.BalanceInsufficient, desk.Place(Side.Buy, 1m, 100m));
        Approved(desk.Decide(desk.Limit(Side.Buy, 1m, 100m) with { Type = OrderType.PostOnly }));
    }

    [Theory]
    [InlineData(false, 1.0, true)]
    [InlineData(false, 1.001, false)]
    [InlineData(true, 0.999, true)]
    [InlineData(true, 1.0, false)]
    public void a_sell_needs_its_quantity_and_a_fee_in_base_where_one_is_taken(bool feeInBase, double quantity, bool passes)
    {
        var desk = new RiskDesk(RiskDesk.Settings with { SellFeeInBase = feeInBase }, RiskDesk.Funded(coins: 1m));
        Judge(passes, RefusalCode.BalanceInsufficient, desk.Place(Side.Sell, (decimal)quantity, 100m));
    }
}
