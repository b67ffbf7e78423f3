using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Stop-loss and take-profit orders: where their prices may lie and what they reserve.</summary>
[Trait("Control", "C03")]
public sealed class RiskStopTests
{
    [Theory]
    [InlineData(95.01, true, RefusalCode.StopPriceOffTick)]
    [InlineData(95.005, false, RefusalCode.StopPriceOffTick)]
    [InlineData(9.99, false, RefusalCode.StopPriceOutOfBounds)]
    [InlineData(0, false, RefusalCode.StopPriceOutOfBounds)]
    [InlineData(-1, false, RefusalCode.StopPriceOutOfBounds)]
    [InlineData(1000.01, false, RefusalCode.StopPriceOutOfBounds)]
    public void the_stop_price_is_on_the_tick_and_within_the_venues_bounds(
        double stop, bool passes, RefusalCode code)
    {
        var desk = new RiskDesk();
        Judge(passes, code, desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, (decimal)stop)));
    }

    // The market stands at 99.99 to 100.01.
    [Theory]
    [InlineData(Side.Sell, OrderType.StopLoss, 99.98, true, 0)]
    [InlineData(Side.Sell, OrderType.StopLoss, 99.99, false, 99.99)]
    [InlineData(Side.Sell, OrderType.StopLoss, 101, false, 99.99)]
    [InlineData(Side.Buy, OrderType.StopLoss, 100.02, true, 0)]
    [InlineData(Side.Buy, OrderType.StopLoss, 100.01, false, 100.01)]
    [InlineData(Side.Buy, OrderType.StopLoss, 99, false, 100.01)]
    [InlineData(Side.Sell, OrderType.TakeProfit, 100.02, true, 0)]
    [InlineData(Side.Sell, OrderType.TakeProfit, 100.01, false, 100.01)]
    [InlineData(Side.Buy, OrderType.TakeProfit, 99.98, true, 0)]
    [InlineData(Side.Buy, OrderType.TakeProfit, 99.99, false, 99.99)]
    public void a_stop_that_the_market_has_reached_is_refused(
        Side side, OrderType type, double stop, bool passes, double clearOf)
    {
        var desk = new RiskDesk();
        var limited = type == OrderType.StopLoss ? OrderType.StopLossLimit : OrderType.TakeProfitLimit;
        foreach (var request in new[]
        {
            Stop(desk, side, type, (decimal)stop),
            Stop(desk, side, limited, (decimal)stop, (decimal)stop),
        })
            if (passes)
                Approved(desk.Decide(request));
            else
                Numbers(RefusalCode.StopPriceWouldTrigger, (decimal)clearOf, (decimal)stop, desk.Decide(request));
    }

    [Theory]
    [InlineData(Side.Sell, 50, true, 0)]
    [InlineData(Side.Sell, 49.99, false, 5001)]
    [InlineData(Side.Buy, 150, true, 0)]
    [InlineData(Side.Buy, 150.01, false, 5001)]
    public void a_stop_lies_no_further_from_the_market_than_an_order_may_rest(
        Side side, double stop, bool passes, int was)
    {
        var desk = new RiskDesk();
        var decision = desk.Decide(Stop(desk, side, OrderType.StopLoss, (decimal)stop));
        if (passes)
            Approved(decision);
        else
            Numbers(RefusalCode.StopPriceOutsideCollar, 5000m, was, decision);
    }

    [Theory]
    [InlineData(Side.Sell, 79.20, true)]
    [InlineData(Side.Sell, 79.19, false)]
    [InlineData(Side.Buy, 121.20, true)]
    [InlineData(Side.Buy, 121.21, false)]
    public void the_limit_price_of_a_stop_is_collared_around_the_stop(Side side, double limit, bool passes)
    {
        var desk = new RiskDesk();
        var stop = side == Side.Sell ? 80m : 120m;
        Judge(passes, RefusalCode.PriceOutsideCollar,
            desk.Decide(Stop(desk, side, OrderType.StopLossLimit, stop, (decimal)limit)));
    }

    [Fact]
    public void a_stop_counts_at_the_worst_price_of_its_stop_and_collar()
    {
        var desk = new RiskDesk(RiskDesk.Settings with
        {
            Default = RiskDesk.Limits with { NotionalMax = new Notional(242.4m), NotionalMin = new Notional(79.2m) },
        });
        Approved(desk.Decide(Stop(desk, Side.Buy, OrderType.StopLoss, 120m, quantity: 2m)));
        Numbers(RefusalCode.NotionalAboveMax, 242.4m, 242.5212m,
            desk.Decide(Stop(desk, Side.Buy, OrderType.StopLoss, 120m, quantity: 2.001m)));
        Approved(desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 80m)));
        Numbers(RefusalCode.NotionalBelowMin, 79.2m, 79.1208m,
            desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 80m, quantity: 0.999m)));
    }

    [Fact]
    public void a_stop_buy_counts_in_gross_exposure_at_its_own_worst_price()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { GrossExposureMax = new Notional(363m) });
        Numbers(RefusalCode.GrossExposureAboveLimit, 363m, 363.6m,
            desk.Decide(Stop(desk, Side.Buy, OrderType.StopLoss, 120m, quantity: 3m)));
        Approved(desk.Decide(Stop(desk, Side.Buy, OrderType.StopLossLimit, 120m, 121m, quantity: 3m)));
    }

    [Fact]
    public void a_waiting_stop_reserves_exposure_and_balance_and_gives_them_back_when_it_ends()
    {
        var desk = new RiskDesk(account: RiskDesk.Funded(usdt: 121.3212m));
        var stop = Stop(desk, Side.Buy, OrderType.StopLoss, 120m);
        Approved(desk.Decide(stop));
        Assert.Equal(1m, desk.Exposure().ReservedBuy.Value);
        Refused(RefusalCode.BalanceInsufficient, desk.Place(Side.Buy, 0.1m, 100m));

        desk.Record(stop);
        desk.Publish(new OrderAccepted(RiskDesk.IdOf(stop), new VenueOrderId("7"), desk.Now.Wall));
        Refused(RefusalCode.BalanceInsufficient, desk.Place(Side.Buy, 0.1m, 100m));

        desk.Publish(new OrderCanceled(RiskDesk.IdOf(stop), Quantity.Zero, desk.Now.Wall));
        Approved(desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_stop_sell_locks_the_coins_that_it_would_sell()
    {
        var desk = new RiskDesk(account: RiskDesk.Funded(coins: 1m));
        Approved(desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 90m)));
        Numbers(RefusalCode.BalanceInsufficient, 0m, 0.1m, desk.Place(Side.Sell, 0.1m, 100m));
    }

    [Fact]
    public void a_recovered_stop_is_reserved_at_its_stop_before_any_quote_has_come()
    {
        var account = RiskDesk.Funded(usdt: 121.3212m);
        var before = new RiskDesk(account: account);
        var stop = Stop(before, Side.Buy, OrderType.StopLoss, 120m);
        Approved(before.Decide(stop));
        before.Record(stop);

        var desk = new RiskDesk(account: account, quoted: false);

        Assert.Equal(0, desk.State.Exposure.FindLine(RiskDesk.Btc)!.UnpricedOrders);
        desk.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        Numbers(RefusalCode.BalanceInsufficient, 0m, 10.01m, desk.Place(Side.Buy, 0.1m, 100m, "another"));
    }

    [Fact]
    public void a_stop_that_closes_the_position_passes_where_only_reducing_orders_do()
    {
        var desk = Holding(2m);
        desk.SetMode(TradingActors.Engine.Emergency.TradingMode.ReduceOnly);
        Assert.True(desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 90m, quantity: 2m)).Approved!.Reduces);
        Refused(RefusalCode.ModeForbids, desk.Decide(Stop(desk, Side.Buy, OrderType.StopLoss, 110m)));
    }

    [Fact]
    public void two_stops_that_differ_in_the_stop_alone_are_no_duplicates()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { DuplicateWindow = TimeSpan.FromSeconds(1) });
        Approved(desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 90m)));
        Approved(desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 89m)));
        Refused(RefusalCode.DuplicateInWindow, desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 90m)));
    }

    [Fact]
    public void a_waiting_stop_can_be_replaced_by_another()
    {
        var desk = new RiskDesk();
        var stop = Stop(desk, Side.Sell, OrderType.StopLoss, 90m);
        Approved(desk.Decide(stop));
        desk.Record(stop);
        desk.Publish(new OrderAccepted(RiskDesk.IdOf(stop), new VenueOrderId("7"), desk.Now.Wall));
        Assert.Equal(OrderStatus.Accepted, desk.LastUpdate!.Order.Status);
        Approved(desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 91m), stop.ClientOrderId.Value));
    }
}
