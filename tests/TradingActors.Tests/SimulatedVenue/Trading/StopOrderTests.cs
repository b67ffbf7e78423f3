using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Trading;

public sealed class StopOrderTests
{
    [Theory]
    [InlineData(Side.Sell, OrderType.StopLoss, "97", "97.01", "97")]
    [InlineData(Side.Buy, OrderType.StopLoss, "103", "102.99", "103")]
    [InlineData(Side.Sell, OrderType.TakeProfit, "103", "102.99", "103.5")]
    [InlineData(Side.Buy, OrderType.TakeProfit, "97", "97.01", "96")]
    public void a_stop_waits_until_the_market_has_traded_at_its_price(
        Side side, OrderType type, string stop, string before, string at)
    {
        var venue = Traded("100");
        var order = venue.Place(side, "0.5", type: type, stopPrice: stop).Order!;
        venue.Trade(Side.Buy, before, "1");
        Assert.True(order.IsWaiting);
        Assert.Empty(venue.Fills);
        venue.Trade(Side.Buy, at, "1");
        Assert.Equal((VenueOrderStatus.Filled, 0.5m), (order.Status, order.Executed));
        Assert.All(venue.Fills, fill => Assert.False(fill.IsMaker));
        Assert.Empty(venue.Audit());
    }

    [Theory]
    [InlineData(Side.Sell, OrderType.StopLoss, "100")]
    [InlineData(Side.Sell, OrderType.StopLossLimit, "100.01")]
    [InlineData(Side.Buy, OrderType.StopLoss, "100")]
    [InlineData(Side.Buy, OrderType.TakeProfit, "100")]
    [InlineData(Side.Sell, OrderType.TakeProfitLimit, "99.99")]
    public void a_stop_price_on_the_wrong_side_of_the_last_trade_is_refused(
        Side side, OrderType type, string stop)
    {
        var price = type.HasLimitPrice() ? "100" : null;
        var outcome = Traded("100").Place(side, "0.5", price, type, stopPrice: stop);
        Assert.Equal(VenueError.WouldTrigger, outcome.Error);
        Assert.Equal("Stop price would trigger immediately.", outcome.Error!.Message);
    }

    [Fact]
    public void a_triggered_limit_order_rests_at_its_price_from_then_on()
    {
        var venue = Traded("100");
        var order = venue.Place(
            Side.Sell, "0.5", "98.5", OrderType.StopLossLimit, stopPrice: "98").Order!;
        Assert.Null(order.WorkingSince);
        venue.Wait(TimeSpan.FromSeconds(5));
        venue.Book([("97", "1")], [("98.2", "1")]);
        venue.Trade(Side.Sell, "98", "1");
        Assert.Equal((VenueOrderStatus.New, false), (order.Status, order.IsWaiting));
        Assert.Equal(order.PlacedAt + TimeSpan.FromSeconds(5), order.WorkingSince);
        venue.Trade(Side.Buy, "98.6", "1");
        Assert.Equal(VenueOrderStatus.Filled, order.Status);
        Assert.True(venue.Fills.Single().IsMaker);
    }

    [Fact]
    public void a_waiting_order_locks_what_it_would_cost_and_gives_back_what_it_did_not()
    {
        var venue = Traded("100");
        var buy = venue.Place(Side.Buy, "0.5", type: OrderType.StopLoss, stopPrice: "110").Order!;
        venue.Place(Side.Sell, "0.4", "90", OrderType.StopLossLimit, stopPrice: "91");
        Assert.Equal(new Balance(100_000m - 55m, 55m), venue.Account().BalanceOf("USDT"));
        Assert.Equal(new Balance(0.6m, 0.4m), venue.Account().BalanceOf("BTC"));
        foreach (var line in venue.Judge().Balances)
            Assert.Equal(venue.Account().BalanceOf(line.Asset), new Balance(line.Free, line.Locked));
        venue.Trade(Side.Buy, "110", "1");
        Assert.Equal(VenueOrderStatus.Filled, buy.Status);
        Assert.Equal(new Balance(100_000m - 50.5m, 0m), venue.Account().BalanceOf("USDT"));
    }

    [Fact]
    public void a_triggered_buy_that_the_account_cannot_pay_expires_as_rejected()
    {
        var venue = Traded("100");
        var order = venue.Place(Side.Buy, "10", type: OrderType.StopLoss, stopPrice: "110").Order!;
        venue.Place(Side.Buy, "1000", "90", id: "rest");
        venue.Book([("99", "1")], [("5000", "100")]);
        venue.Trade(Side.Buy, "5000", "1");
        Assert.Equal((VenueOrderStatus.Expired, "REJECTED"), (order.Status, order.ExpiryReason));
        Assert.False(order.IsExpiredInMatch);
        Assert.Equal(90_000m, venue.Account().BalanceOf("USDT").Locked);
    }

    [Fact]
    public void a_waiting_order_is_cancelled_like_any_other_and_then_not_triggered()
    {
        var venue = Traded("100");
        var order = venue.Place(
            Side.Sell, "0.5", type: OrderType.StopLoss, stopPrice: "97", id: "stop").Order!;
        Assert.True(venue.Cancel("stop").IsCanceled);
        venue.Trade(Side.Sell, "90", "1");
        Assert.Equal((VenueOrderStatus.Canceled, 0m), (order.Status, order.Executed));
        Assert.Equal(new Balance(1m, 0m), venue.Account().BalanceOf("BTC"));
    }

    [Fact]
    public void one_trade_sets_off_every_order_it_reaches_oldest_first()
    {
        var venue = Traded("100");
        var first = venue.Place(Side.Sell, "0.6", type: OrderType.StopLoss, stopPrice: "97").Order!;
        var second = venue.Place(Side.Sell, "0.4", type: OrderType.StopLoss, stopPrice: "98").Order!;
        venue.Book([("96", "0.6"), ("95", "5")], [("101", "1")]);
        venue.Trade(Side.Sell, "96", "1");
        Assert.Equal((57.6m, 38m), (first.ExecutedQuote, second.ExecutedQuote));
    }

    [Fact]
    public void nothing_waits_for_more_than_the_symbol_allows()
    {
        var venue = Traded("100");
        for (var i = 0; i < 5; i++)
            Assert.True(venue.Place(Side.Sell, "0.1", type: OrderType.StopLoss, stopPrice: "97").IsAccepted);
        Assert.Equal(
            VenueError.Filter("MAX_NUM_ALGO_ORDERS"),
            venue.Place(Side.Sell, "0.1", type: OrderType.StopLoss, stopPrice: "97").Error);
    }

    private static TestExchange Traded(string price)
    {
        var venue = new TestExchange();
        venue.Trade(Side.Buy, price, "1");
        return venue;
    }
}
