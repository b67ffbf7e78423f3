using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Trading;

public sealed class SelfTradeTests
{
    [Fact]
    public void without_prevention_an_account_trades_with_itself_and_pays_both_fees()
    {
        var venue = new TestExchange();
        var maker = Maker(venue, "0.5");
        var taker = venue.Place(Side.Buy, "0.5", "100").Order!;
        Assert.Equal((VenueOrderStatus.Filled, VenueOrderStatus.Filled), (maker.Status, taker.Status));
        var fills = venue.Fills.ToList();
        Assert.Equal(fills[0].TradeId, fills[1].TradeId);
        Assert.Equal([(Side.Sell, true), (Side.Buy, false)], fills.Select(fill => (fill.Side, fill.IsMaker)));
        Assert.Equal(new Balance(1m - 0.0005m, 0m), venue.Account().BalanceOf("BTC"));
        Assert.Equal(new Balance(100_000m - 0.05m, 0m), venue.Account().BalanceOf("USDT"));
        AssertSound(venue);
    }

    [Theory]
    [InlineData(SelfTradeMode.ExpireMaker, "0", "0.5", VenueOrderStatus.Expired, VenueOrderStatus.New)]
    [InlineData(SelfTradeMode.ExpireTaker, "0.8", "0", VenueOrderStatus.New, VenueOrderStatus.Expired)]
    [InlineData(SelfTradeMode.ExpireBoth, "0.8", "0.5", VenueOrderStatus.Expired, VenueOrderStatus.Expired)]
    [InlineData(SelfTradeMode.Decrement, "0.5", "0.5", VenueOrderStatus.Expired, VenueOrderStatus.New)]
    public void each_mode_takes_its_part_off_maker_and_taker(
        SelfTradeMode mode,
        string takerPart,
        string makerPart,
        VenueOrderStatus makerStatus,
        VenueOrderStatus takerStatus)
    {
        var venue = new TestExchange();
        var maker = Maker(venue, "0.5");
        var taker = venue.Place(Side.Buy, "0.8", "100", selfTrade: mode).Order!;
        Assert.Empty(venue.Fills);
        Assert.Equal((makerStatus, takerStatus), (maker.Status, taker.Status));
        Assert.Equal(Number(makerPart), maker.Prevented);
        Assert.Equal(Number(takerPart), taker.Prevented);
        Assert.Equal(makerStatus == VenueOrderStatus.Expired, maker.IsExpiredInMatch);
        Assert.All(
            venue.Entries.OfType<OrderPrevented>(),
            entry => Assert.Equal((0L, 100m, 0.5m), (entry.PreventedMatchId, entry.Price, entry.MatchQuantity)));
        AssertSound(venue);
    }

    [Fact]
    public void the_takers_mode_counts_not_the_makers()
    {
        var venue = new TestExchange();
        var maker = venue.Place(Side.Sell, "0.5", "100", selfTrade: SelfTradeMode.ExpireMaker).Order!;
        var taker = venue.Place(Side.Buy, "0.5", "100", selfTrade: SelfTradeMode.ExpireTaker).Order!;
        Assert.Equal((VenueOrderStatus.New, VenueOrderStatus.Expired), (maker.Status, taker.Status));
    }

    [Fact]
    public void what_fills_before_the_own_order_is_met_stays_filled()
    {
        var venue = new TestExchange("a", "b");
        venue.Place(Side.Sell, "0.2", "100", account: "b");
        var own = venue.Place(Side.Sell, "0.5", "100.5", account: "a").Order!;
        var taker = venue.Place(
            Side.Buy, "1", "101", account: "a", selfTrade: SelfTradeMode.ExpireTaker).Order!;
        Assert.Equal((0.2m, 0.8m, VenueOrderStatus.Expired), (taker.Executed, taker.Prevented, taker.Status));
        Assert.Equal(VenueOrderStatus.New, own.Status);
        AssertSound(venue);
    }

    [Fact]
    public void expiring_makers_one_by_one_the_taker_goes_on_to_others()
    {
        var venue = new TestExchange("a", "b");
        var first = venue.Place(Side.Sell, "0.1", "100", account: "a").Order!;
        var second = venue.Place(Side.Sell, "0.1", "100", account: "a").Order!;
        venue.Place(Side.Sell, "0.3", "100", account: "b");
        var taker = venue.Place(
            Side.Buy, "0.3", "100", account: "a", selfTrade: SelfTradeMode.ExpireMaker).Order!;
        Assert.True(first.IsExpiredInMatch && second.IsExpiredInMatch);
        Assert.Equal((VenueOrderStatus.Filled, 0.3m), (taker.Status, taker.Executed));
        Assert.Equal([0L, 1L], venue.Entries.OfType<OrderPrevented>().Select(entry => entry.PreventedMatchId));
        AssertSound(venue);
    }

    [Fact]
    public void an_order_of_another_account_trades_whatever_the_mode()
    {
        var venue = new TestExchange("a", "b");
        venue.Place(Side.Sell, "0.5", "100", account: "a");
        var taker = venue.Place(
            Side.Buy, "0.5", "100", account: "b", selfTrade: SelfTradeMode.ExpireBoth).Order!;
        Assert.Equal(VenueOrderStatus.Filled, taker.Status);
    }

    [Fact]
    public void a_market_order_that_expires_its_only_maker_ends_for_lack_of_liquidity()
    {
        var venue = new TestExchange();
        venue.Book([("99", "1")], []);
        var maker = Maker(venue, "0.5");
        var taker = venue.Place(Side.Buy, "0.5", selfTrade: SelfTradeMode.ExpireMaker).Order!;
        Assert.True(maker.IsExpiredInMatch);
        Assert.Equal((VenueOrderStatus.Expired, "INSUFFICIENT_LIQUIDITY"), (taker.Status, taker.ExpiryReason));
    }

    [Fact]
    public void a_fok_order_that_an_own_order_stands_in_the_way_of_does_not_fill_at_all()
    {
        var venue = new TestExchange();
        Maker(venue, "0.5");
        var taker = venue.Place(
            Side.Buy, "1.2", "101", timeInForce: TimeInForce.Fok, selfTrade: SelfTradeMode.ExpireTaker).Order!;
        Assert.Equal(("UNFILLED_FOK_ORDER_EXPIRED", 0m), (taker.ExpiryReason, taker.Executed));
        Assert.Empty(venue.Fills);
    }

    private static VenueOrder Maker(TestExchange venue, string quantity) =>
        venue.Place(Side.Sell, quantity, "100").Order!;

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static void AssertSound(TestExchange venue)
    {
        Assert.Empty(venue.Audit());
        foreach (var name in venue.State.Accounts.Keys)
            foreach (var line in venue.Judge(name).Balances)
                Assert.Equal(venue.Account(name).BalanceOf(line.Asset), new Balance(line.Free, line.Locked));
    }
}
