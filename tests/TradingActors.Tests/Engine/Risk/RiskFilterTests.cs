using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>The venue's filters that look at more than the order: its average price and what is open.</summary>
[Trait("Control", "C02")]
public sealed class RiskFilterTests
{
    private static readonly Instrument Btc = RiskDesk.InstrumentOf(RiskDesk.Btc);

    // The market stands at 99.99 to 100.01; the band must hold at both ends of that.
    [Theory]
    [InlineData(Side.Buy, 90.01, true, 0)]
    [InlineData(Side.Buy, 90.00, false, 90.009)]
    [InlineData(Side.Buy, 100.48, true, 0)]
    [InlineData(Side.Buy, 100.49, false, 100.48995)]
    [InlineData(Side.Sell, 99.51, true, 0)]
    [InlineData(Side.Sell, 99.50, false, 99.50995)]
    [InlineData(Side.Sell, 119.98, true, 0)]
    [InlineData(Side.Sell, 119.99, false, 119.988)]
    public void a_limit_price_is_within_the_venues_band_for_its_side(
        Side side, double price, bool passes, double bound)
    {
        var desk = With(Btc with
        {
            BuyBand = new PriceBand(0.9m, 1.005m),
            SellBand = new PriceBand(0.995m, 1.2m),
            AveragePriceMinutes = 5,
        });
        var decision = desk.Place(side, 1m, (decimal)price);
        if (passes)
            Approved(decision);
        else
            Numbers(RefusalCode.PriceOutsideBand, (decimal)bound, (decimal)price, decision);
    }

    [Fact]
    public void the_band_holds_wherever_the_average_of_the_last_minutes_may_lie()
    {
        var desk = With(Btc with { BuyBand = new PriceBand(0.5m, 1.05m), AveragePriceMinutes = 5 });
        desk.Advance(TimeSpan.FromMinutes(1));
        desk.Quote(RiskDesk.Btc, 109.99m, 110.01m);
        Numbers(RefusalCode.PriceOutsideBand, 104.9895m, 110m, desk.Place(Side.Buy, 1m, 110m));

        desk.Advance(TimeSpan.FromMinutes(6));
        desk.Quote(RiskDesk.Btc, 109.99m, 110.01m);
        Approved(desk.Place(Side.Buy, 1m, 110m));
    }

    [Fact]
    public void a_band_without_an_upper_end_has_none()
    {
        var desk = With(Btc with { SellBand = new PriceBand(0.9m, 0m) });
        Approved(desk.Place(Side.Sell, 1m, 149m));
        Approved(desk.Place(Side.Buy, 1m, 60m));
    }

    [Fact]
    public void the_venues_smallest_notional_holds_for_market_orders_only_where_it_says_so()
    {
        var account = RiskDesk.Funded();
        var desk = With(Btc with { NotionalMin = new Notional(50m) }, account);
        Approved(desk.Decide(Market(desk, Side.Buy, 0.1m)));

        desk = With(Btc with { NotionalMin = new Notional(50m), NotionalMinAppliesToMarket = true }, account);
        Numbers(RefusalCode.NotionalBelowMin, 50m, 49.995m, desk.Decide(Market(desk, Side.Buy, 0.5m)));
        Approved(desk.Decide(Market(desk, Side.Buy, 0.501m)));
        Numbers(RefusalCode.NotionalBelowMin, 50m, 45m,
            desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 90m, quantity: 0.5m)));
    }

    [Fact]
    public void the_venues_largest_notional_holds_for_market_orders_only_where_it_says_so()
    {
        var desk = With(Btc with { NotionalMax = new Notional(150m) });
        Approved(desk.Decide(Market(desk, Side.Buy, 2m)));
        Numbers(RefusalCode.NotionalAboveMax, 150m, 200m, desk.Place(Side.Buy, 2m, 100m));

        desk = With(Btc with { NotionalMax = new Notional(150m), NotionalMaxAppliesToMarket = true });
        Numbers(RefusalCode.NotionalAboveMax, 150m, 150.015m, desk.Decide(Market(desk, Side.Buy, 1.5m)));
        Approved(desk.Decide(Market(desk, Side.Buy, 1.499m)));
    }

    [Fact]
    public void a_buy_takes_the_holding_no_higher_than_the_venue_allows()
    {
        var desk = With(Btc with { HoldingMax = new Quantity(3m) }, RiskDesk.Funded(coins: 1m));
        desk.Work(Side.Buy, 1m, 99m);
        Numbers(RefusalCode.VenueHoldingAboveMax, 3m, 3.001m, desk.Place(Side.Buy, 1.001m, 99m));
        Approved(desk.Place(Side.Sell, 1m, 101m));
        Approved(desk.Place(Side.Buy, 1m, 99m));
    }

    [Fact]
    public void the_venues_open_orders_are_counted_stops_included()
    {
        var desk = With(Btc with { OpenOrdersMax = 2 });
        Approved(desk.Place(Side.Buy, 0.1m, 99m));
        Approved(desk.Decide(Stop(desk, Side.Sell, OrderType.StopLoss, 90m)));
        Numbers(RefusalCode.VenueOpenOrdersAboveMax, 2m, 3m, desk.Place(Side.Buy, 0.1m, 99m));
    }

    [Fact]
    public void a_replacement_counts_beside_its_original_as_the_venue_counts_it()
    {
        var desk = With(Btc with { OpenOrdersMax = 1 });
        desk.Work(Side.Buy, 1m, 99m, "a");
        Numbers(RefusalCode.VenueOpenOrdersAboveMax, 1m, 2m, desk.Decide(desk.Limit(Side.Buy, 1m, 98m), "a"));
    }

    [Fact]
    public void conditional_orders_are_bounded_apart_from_the_others()
    {
        var desk = With(Btc with { ConditionalOrdersMax = 1 });
        var stop = Stop(desk, Side.Sell, OrderType.StopLoss, 90m);
        Approved(desk.Decide(stop));
        Numbers(RefusalCode.VenueConditionalOrdersAboveMax, 1m, 2m,
            desk.Decide(Stop(desk, Side.Sell, OrderType.TakeProfit, 110m)));
        Approved(desk.Place(Side.Buy, 0.1m, 99m));

        desk.Record(stop);
        desk.Publish(new OrderCanceled(RiskDesk.IdOf(stop), Quantity.Zero, desk.Now.Wall));
        Approved(desk.Decide(Stop(desk, Side.Sell, OrderType.TakeProfit, 110m)));
    }

    [Theory]
    [InlineData(InstrumentStatus.CancelOnly)]
    [InlineData(InstrumentStatus.Halted)]
    public void an_instrument_that_closes_takes_no_new_orders_and_keeps_its_working_ones(InstrumentStatus status)
    {
        var desk = With(Btc);
        var working = desk.Work(Side.Buy, 1m, 99m);
        desk.State.Apply(new InstrumentsKnown([Btc with { Status = status }]));
        Refused(RefusalCode.InstrumentNotTrading, desk.Place(Side.Buy, 1m, 99m));
        Assert.Equal(1m, desk.Exposure().ReservedBuy.Value);

        desk.Publish(desk.Fill(working, 1m));
        Assert.Equal(1m, desk.Exposure().Position.Value);
        desk.State.Apply(new InstrumentsKnown([Btc]));
        Approved(desk.Place(Side.Buy, 1m, 99m));
    }

    [Fact]
    public void an_instrument_that_vanishes_keeps_the_reservations_of_its_working_orders()
    {
        var desk = With(Btc);
        var working = desk.Work(Side.Buy, 1m, 99m);
        desk.State.Apply(new InstrumentsKnown([]));
        Refused(RefusalCode.InstrumentUnknown, desk.Place(Side.Buy, 1m, 99m));
        Assert.Equal(1m, desk.Exposure().ReservedBuy.Value);
        desk.Publish(new OrderCanceled(RiskDesk.IdOf(working), Quantity.Zero, desk.Now.Wall));
        Assert.Equal(0m, desk.Exposure().ReservedBuy.Value);
    }

    [Fact]
    public void new_filters_hold_from_the_next_order_on()
    {
        var desk = With(Btc);
        Approved(desk.Place(Side.Buy, 1m, 99.01m));
        desk.State.Apply(new InstrumentsKnown([Btc with { Tick = new Price(0.1m), Lot = new Quantity(0.5m) }]));
        Refused(RefusalCode.PriceOffTick, desk.Place(Side.Buy, 1m, 99.01m));
        Refused(RefusalCode.QuantityOffLot, desk.Place(Side.Buy, 1.2m, 99.1m));
        Approved(desk.Place(Side.Buy, 1.5m, 99.1m));
    }
}
