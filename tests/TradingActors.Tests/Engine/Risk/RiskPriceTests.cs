using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Tick, bounds, reference price and collar.</summary>
[Trait("Control", "C03")]
public sealed class RiskPriceTests
{
    [Theory]
    [InlineData(100.01, true, RefusalCode.PriceOffTick)]
    [InlineData(100.005, false, RefusalCode.PriceOffTick)]
    [InlineData(1000.01, false, RefusalCode.PriceOutOfBounds)]
    [InlineData(9.99, false, RefusalCode.PriceOutOfBounds)]
    [InlineData(0, false, RefusalCode.PriceOutOfBounds)]
    [InlineData(-100, false, RefusalCode.PriceOutOfBounds)]
    public void price_is_on_the_tick_and_within_the_venues_bounds(double price, bool passes, RefusalCode code) =>
        Judge(passes, code, new RiskDesk().Place(Side.Buy, 0.1m, (decimal)price));

    [Fact]
    public void an_absurd_price_is_refused_where_the_venue_sets_no_bounds()
    {
        var unbounded = RiskDesk.InstrumentOf(RiskDesk.Btc) with { PriceMin = Price.Zero, PriceMax = Price.Zero, Tick = Price.Zero };
        var desk = new RiskDesk(instruments: [unbounded]);
        Refused(RefusalCode.PriceOutOfBounds, desk.Place(Side.Buy, 1m, decimal.MaxValue));
        Refused(RefusalCode.QuantityAboveMax, desk.Place(Side.Buy, 10_000_000_000_000_000_000_000_000_000m, 100m));
    }

    [Fact]
    public void a_reference_price_must_have_arrived_be_fresh_and_be_sound()
    {
        var desk = new RiskDesk(quoted: false);
        Refused(RefusalCode.ReferencePriceMissing, desk.Place(Side.Buy, 1m, 100m));
        desk.Quote(RiskDesk.Btc, 100.01m, 100m);
        Refused(RefusalCode.ReferencePriceUnsound, desk.Place(Side.Buy, 1m, 100m));
        desk.Quote(RiskDesk.Btc, 0m, 100m);
        Refused(RefusalCode.ReferencePriceUnsound, desk.Place(Side.Buy, 1m, 100m));
        desk.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        desk.Advance(TimeSpan.FromSeconds(5));
        Approved(desk.Place(Side.Buy, 1m, 100m));
        desk.Advance(TimeSpan.FromMilliseconds(1));
        Numbers(RefusalCode.ReferencePriceStale, 5000m, 5001m, desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_price_is_needed_for_everything_that_the_account_holds_unless_the_order_reduces()
    {
        var account = RiskDesk.Funded();
        account.Apply(new OpeningPositionTaken(RiskDesk.Btc, new Quantity(2m), new Price(100m), DateTimeOffset.UnixEpoch));
        account.Apply(new OpeningPositionTaken(RiskDesk.Eth, new Quantity(2m), new Price(100m), DateTimeOffset.UnixEpoch));
        var desk = new RiskDesk(account: account, quoted: false);
        desk.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        var refusal = Refused(RefusalCode.ReferencePriceMissing, desk.Place(Side.Buy, 1m, 100m));
        Assert.Equal("ETHUSDT, which is held or worked", refusal.Detail);
        Approved(desk.Place(Side.Sell, 2m, 100m));
        desk.Quote(RiskDesk.Eth, 99.99m, 100.01m);
        Approved(desk.Place(Side.Buy, 1m, 100m));
    }

    [Theory]
    [InlineData(Side.Buy, 101, true, 100, 0)]
    [InlineData(Side.Buy, 101.01, false, 100, 101)]
    [InlineData(Side.Buy, 50, true, 0, 0)]
    [InlineData(Side.Buy, 49.99, false, 5000, 5001)]
    [InlineData(Side.Sell, 99, true, 0, 0)]
    [InlineData(Side.Sell, 98.99, false, 100, 101)]
    [InlineData(Side.Sell, 150, true, 0, 0)]
    [InlineData(Side.Sell, 150.01, false, 5000, 5001)]
    public void price_is_within_the_collar_of_its_direction(Side side, double price, bool passes, int limit, int was)
    {
        var decision = new RiskDesk().Place(side, 0.2m, (decimal)price);
        if (passes)
            Approved(decision);
        else
            Numbers(RefusalCode.PriceOutsideCollar, limit, was, decision);
    }
}
