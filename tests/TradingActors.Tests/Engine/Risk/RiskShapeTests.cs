using TradingActors.Domain;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Terms that go together, and quantities on the lot and within bounds.</summary>
public sealed class RiskShapeTests
{
    [Theory]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, true, true)]
    [InlineData(OrderType.Limit, TimeInForce.Ioc, true, true)]
    [InlineData(OrderType.Limit, TimeInForce.Fok, true, true)]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, false, false)]
    [InlineData(OrderType.Limit, (TimeInForce)9, true, false)]
    [InlineData(OrderType.PostOnly, TimeInForce.Gtc, true, true)]
    [InlineData(OrderType.PostOnly, TimeInForce.Gtc, false, false)]
    [InlineData(OrderType.PostOnly, TimeInForce.Ioc, true, false)]
    [InlineData(OrderType.PostOnly, TimeInForce.Fok, true, false)]
    [InlineData(OrderType.Market, TimeInForce.Gtc, false, true)]
    [InlineData(OrderType.Market, TimeInForce.Ioc, false, true)]
    [InlineData(OrderType.Market, TimeInForce.Fok, false, false)]
    [InlineData(OrderType.Market, TimeInForce.Gtc, true, false)]
    [InlineData((OrderType)9, TimeInForce.Gtc, true, false)]
    [InlineData(OrderType.StopLoss, TimeInForce.Gtc, false, false)]
    [InlineData(OrderType.TakeProfitLimit, TimeInForce.Gtc, true, false)]
    public void type_time_in_force_and_price_must_go_together(OrderType type, TimeInForce tif, bool priced, bool passes)
    {
        var desk = new RiskDesk();
        Judge(passes, RefusalCode.TermsInvalid, desk.Decide(desk.Limit(Side.Buy, 1m, 100m) with
        {
            Type = type,
            TimeInForce = tif,
            LimitPrice = priced ? new Price(100m) : null,
        }));
    }

    [Theory]
    [InlineData(1.001, true, RefusalCode.QuantityOffLot)]
    [InlineData(1.0005, false, RefusalCode.QuantityOffLot)]
    [InlineData(0, false, RefusalCode.QuantityOffLot)]
    [InlineData(-1, false, RefusalCode.QuantityOffLot)]
    [InlineData(5, true, RefusalCode.QuantityAboveMax)]
    [InlineData(5.001, false, RefusalCode.QuantityAboveMax)]
    public void quantity_is_on_the_lot_and_within_the_limits(double quantity, bool passes, RefusalCode code) =>
        Judge(passes, code, new RiskDesk().Place(Side.Buy, (decimal)quantity, 100m));

    [Fact]
    public void the_stricter_of_the_venues_and_our_smallest_and_largest_counts()
    {
        var venueStricter = RiskDesk.InstrumentOf(RiskDesk.Btc) with
        {
            QuantityMin = new Quantity(0.5m),
            QuantityMax = new Quantity(2m),
            NotionalMin = new Notional(60m),
            NotionalMax = new Notional(150m),
        };
        var desk = new RiskDesk(instruments: [venueStricter]);
        Numbers(RefusalCode.QuantityBelowMin, 0.5m, 0.499m, desk.Place(Side.Buy, 0.499m, 100m));
        Numbers(RefusalCode.QuantityAboveMax, 2m, 2.001m, desk.Place(Side.Buy, 2.001m, 100m));
        Numbers(RefusalCode.NotionalBelowMin, 60m, 50m, desk.Place(Side.Buy, 0.5m, 100m));
        Numbers(RefusalCode.NotionalAboveMax, 150m, 200m, desk.Place(Side.Buy, 2m, 100m));

        var ours = new RiskDesk(RiskDesk.Settings with
        {
            Default = RiskDesk.Limits with
            {
                QuantityMin = new Quantity(0.7m),
                QuantityMax = new Quantity(1m),
                NotionalMin = new Notional(80m),
                NotionalMax = new Notional(90m),
            },
        });
        Numbers(RefusalCode.QuantityBelowMin, 0.7m, 0.699m, ours.Place(Side.Buy, 0.699m, 100m));
        Numbers(RefusalCode.QuantityAboveMax, 1m, 1.001m, ours.Place(Side.Buy, 1.001m, 100m));
        Numbers(RefusalCode.NotionalBelowMin, 80m, 79.9m, ours.Place(Side.Buy, 0.799m, 100m));
        Numbers(RefusalCode.NotionalAboveMax, 90m, 90.1m, ours.Place(Side.Buy, 0.901m, 100m));
        Approved(ours.Place(Side.Buy, 0.9m, 100m));
    }

    [Theory]
    [InlineData(OrderType.StopLoss, TimeInForce.Gtc, false, true)]
    [InlineData(OrderType.StopLoss, TimeInForce.Ioc, false, false)]
    [InlineData(OrderType.StopLoss, TimeInForce.Fok, false, false)]
    [InlineData(OrderType.StopLoss, TimeInForce.Gtc, true, false)]
    [InlineData(OrderType.StopLossLimit, TimeInForce.Gtc, true, true)]
    [InlineData(OrderType.StopLossLimit, TimeInForce.Ioc, true, true)]
    [InlineData(OrderType.StopLossLimit, TimeInForce.Fok, true, true)]
    [InlineData(OrderType.StopLossLimit, TimeInForce.Gtc, false, false)]
    [InlineData(OrderType.StopLossLimit, (TimeInForce)9, true, false)]
    [InlineData(OrderType.TakeProfit, TimeInForce.Gtc, false, true)]
    [InlineData(OrderType.TakeProfit, TimeInForce.Ioc, false, false)]
    [InlineData(OrderType.TakeProfit, TimeInForce.Gtc, true, false)]
    [InlineData(OrderType.TakeProfitLimit, TimeInForce.Gtc, true, true)]
    [InlineData(OrderType.TakeProfitLimit, TimeInForce.Ioc, true, true)]
    [InlineData(OrderType.TakeProfitLimit, TimeInForce.Fok, true, true)]
    [InlineData(OrderType.TakeProfitLimit, TimeInForce.Gtc, false, false)]
    public void a_stop_order_has_a_limit_price_and_a_time_in_force_exactly_where_its_type_says_so(
        OrderType type, TimeInForce tif, bool priced, bool passes)
    {
        var desk = new RiskDesk();
        var stop = type is OrderType.StopLoss or OrderType.StopLossLimit ? 105m : 95m;
        var request = Stop(desk, Side.Buy, type, stop, priced ? stop : null) with { TimeInForce = tif };
        Judge(passes, RefusalCode.TermsInvalid, desk.Decide(request));
    }

    [Theory]
    [InlineData(OrderType.Limit)]
    [InlineData(OrderType.PostOnly)]
    [InlineData(OrderType.Market)]
    public void an_order_that_waits_for_nothing_has_no_stop_price(OrderType type)
    {
        var desk = new RiskDesk();
        var refusal = Refused(RefusalCode.TermsInvalid,
            desk.Decide(Stop(desk, Side.Buy, type, 105m, type == OrderType.Market ? null : 100m)));
        Assert.Contains("has no stop price", refusal.Detail);
    }

    [Fact]
    public void a_type_that_the_venue_does_not_take_is_refused()
    {
        var desk = With(RiskDesk.InstrumentOf(RiskDesk.Btc) with
        {
            Types = EnumSet.Of(OrderType.Limit, OrderType.Market),
        });
        Assert.Equal("StopLoss", Refused(RefusalCode.OrderTypeNotTaken,
            desk.Decide(Stop(desk, Side.Buy, OrderType.StopLoss, 105m))).Detail);
        Approved(desk.Place(Side.Buy, 1m, 100m));
        Approved(desk.Decide(Market(desk, Side.Buy, 1m)));
    }

    [Fact]
    public void self_trade_prevention_is_one_that_the_instrument_takes_or_left_unsaid()
    {
        var desk = With(RiskDesk.InstrumentOf(RiskDesk.Btc) with
        {
            SelfTradePreventions = EnumSet.Of(SelfTradePrevention.ExpireMaker),
        });
        var request = desk.Limit(Side.Buy, 1m, 100m);
        Approved(desk.Decide(request));
        Approved(desk.Decide(desk.Limit(Side.Buy, 1m, 100m) with
        {
            SelfTradePrevention = SelfTradePrevention.ExpireMaker,
        }));
        Assert.Equal("ExpireBoth", Refused(RefusalCode.SelfTradePreventionNotTaken,
            desk.Decide(desk.Limit(Side.Buy, 1m, 100m) with
            {
                SelfTradePrevention = SelfTradePrevention.ExpireBoth,
            })).Detail);
        Refused(RefusalCode.TermsInvalid, desk.Decide(desk.Limit(Side.Buy, 1m, 100m) with
        {
            SelfTradePrevention = (SelfTradePrevention)9,
        }));
    }

    [Fact]
    public void what_trades_as_a_market_order_obeys_the_bounds_of_market_orders_too()
    {
        var desk = With(RiskDesk.InstrumentOf(RiskDesk.Btc) with
        {
            MarketLot = new Quantity(0.01m),
            MarketQuantityMin = new Quantity(0.1m),
            MarketQuantityMax = new Quantity(2m),
        });
        Numbers(RefusalCode.MarketQuantityOffLot, 0.01m, 1.001m, desk.Decide(Market(desk, Side.Buy, 1.001m)));
        Numbers(RefusalCode.MarketQuantityBelowMin, 0.1m, 0.09m, desk.Decide(Market(desk, Side.Buy, 0.09m)));
        Numbers(RefusalCode.MarketQuantityAboveMax, 2m, 2.01m, desk.Decide(Market(desk, Side.Buy, 2.01m)));
        Numbers(RefusalCode.MarketQuantityAboveMax, 2m, 2.01m,
            desk.Decide(Stop(desk, Side.Buy, OrderType.StopLoss, 105m, quantity: 2.01m)));
        Approved(desk.Decide(Market(desk, Side.Buy, 2m)));
        Approved(desk.Place(Side.Sell, 2.001m, 100m));
    }
}
