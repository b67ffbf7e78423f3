using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Trading;

public sealed class MatchingTests
{
    [Fact]
    public void a_market_order_walks_the_displayed_levels()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Buy, "2.5").Order!;
        Assert.Equal([(101m, 1m), (102m, 1.5m)], venue.Fills.Select(fill => (fill.Price, fill.Quantity)));
        Assert.Equal(VenueOrderStatus.Filled, order.Status);
        Assert.Equal(254m, order.ExecutedQuote);
        Assert.All(venue.Fills, fill => Assert.False(fill.IsMaker));
    }

    [Fact]
    public void a_market_order_larger_than_the_book_expires_with_what_it_got()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Sell, "0.9").Order!;
        Assert.Equal(VenueOrderStatus.Filled, order.Status);
        venue.Book([("99", "0.05")], [("101", "1")]);
        order = venue.Place(Side.Sell, "0.08").Order!;
        Assert.Equal(VenueOrderStatus.Expired, order.Status);
        Assert.Equal("INSUFFICIENT_LIQUIDITY", order.ExpiryReason);
        Assert.Equal(0.05m, order.Executed);
    }

    [Fact]
    public void displayed_size_cannot_be_taken_twice_before_the_market_shows_more()
    {
        var venue = new TestExchange();
        venue.Place(Side.Buy, "1", "101", timeInForce: TimeInForce.Ioc);
        Assert.Equal(VenueOrderStatus.Expired, venue.Place(
            Side.Buy, "1", "101", timeInForce: TimeInForce.Ioc).Order!.Status);
        venue.Depth([], [("101", "0.6")]);
        Assert.Equal(0m, venue.Place(Side.Buy, "1", "101", timeInForce: TimeInForce.Ioc).Order!.Executed);
        venue.Depth([], [("101", "0.9")]);
        Assert.Equal(0.9m, venue.Place(Side.Buy, "1", "101", timeInForce: TimeInForce.Ioc).Order!.Executed);
    }

    [Fact]
    public void a_quote_amount_buys_whole_lots_at_the_prices_it_meets()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Buy, "0", quoteQuantity: "203.5").Order!;
        // 101 for the first coin, then 102.5 / 102 in lots of 0.00001.
        Assert.Equal(2.00490m, order.Quantity);
        Assert.Equal(VenueOrderStatus.Filled, order.Status);
        Assert.True(order.ExecutedQuote <= 203.5m);
    }

    [Fact]
    public void a_crossing_limit_takes_up_to_its_price_and_rests_with_the_remainder()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Buy, "1.5", "101").Order!;
        Assert.Equal(VenueOrderStatus.PartiallyFilled, order.Status);
        Assert.Equal(1m, order.Executed);
        Assert.True(order.IsOpen);
        Assert.Equal(50.5m, venue.Account().BalanceOf("USDT").Locked);
    }

    [Fact]
    public void an_ioc_order_expires_with_its_remainder()
    {
        var order = new TestExchange().Place(Side.Buy, "1.5", "101", timeInForce: TimeInForce.Ioc).Order!;
        Assert.Equal((VenueOrderStatus.Expired, 1m), (order.Status, order.Executed));
        Assert.Equal("UNFILLED_IOC_QUANTITY_EXPIRED", order.ExpiryReason);
    }

    [Theory]
    [InlineData("3", VenueOrderStatus.Filled, 3)]
    [InlineData("3.00001", VenueOrderStatus.Expired, 0)]
    public void a_fok_order_fills_whole_or_not_at_all(string quantity, VenueOrderStatus status, int executed)
    {
        var order = new TestExchange().Place(Side.Buy, quantity, "102", timeInForce: TimeInForce.Fok).Order!;
        Assert.Equal((status, (decimal)executed), (order.Status, order.Executed));
    }

    [Theory]
    [InlineData(Side.Buy, "101")]
    [InlineData(Side.Buy, "150")]
    [InlineData(Side.Sell, "99")]
    public void a_post_only_order_that_would_take_is_refused(Side side, string price)
    {
        var outcome = new TestExchange().Place(side, "0.5", price, OrderType.PostOnly);
        Assert.Equal(VenueError.WouldTake, outcome.Error);
    }

    [Fact]
    public void a_post_only_order_one_tick_short_rests()
    {
        Assert.True(new TestExchange().Place(Side.Buy, "0.5", "100.99", OrderType.PostOnly).IsAccepted);
    }

    [Fact]
    public void a_resting_order_fills_when_the_market_trades_through_it_but_never_more_than_traded()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Buy, "1", "98").Order!;
        venue.Trade(Side.Sell, "97.99", "0.4");
        Assert.Equal(0.4m, order.Executed);
        venue.Trade(Side.Sell, "97.99", "5");
        Assert.Equal(VenueOrderStatus.Filled, order.Status);
        Assert.All(venue.Fills, fill => Assert.Equal((98m, true), (fill.Price, fill.IsMaker)));
    }

    [Fact]
    public void at_its_price_a_resting_order_waits_for_the_displayed_queue_ahead()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Buy, "1", "98").Order!;
        venue.Trade(Side.Sell, "98", "1.5");
        Assert.Equal(0m, order.Executed);
        venue.Trade(Side.Sell, "98", "0.8");
        Assert.Equal(0.3m, order.Executed);
        venue.Trade(Side.Sell, "98", "9");
        Assert.Equal(VenueOrderStatus.Filled, order.Status);
    }

    [Fact]
    public void a_trade_by_an_aggressor_of_the_same_side_moves_no_queue()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Buy, "1", "98").Order!;
        venue.Trade(Side.Buy, "98", "50");
        Assert.Equal((0m, 2m), (order.Executed, order.QueueAhead));
    }

    [Fact]
    public void cancels_of_others_shorten_the_queue_only_to_what_is_displayed()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Buy, "1", "98").Order!;
        venue.Depth([("98", "5")], []);
        Assert.Equal(2m, order.QueueAhead);
        venue.Depth([("98", "2.5")], []);
        Assert.Equal(2m, order.QueueAhead);
        venue.Depth([("98", "0.7")], []);
        Assert.Equal(0.7m, order.QueueAhead);
    }

    [Fact]
    public void a_trade_that_follows_the_quote_it_caused_is_not_counted_twice()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Buy, "1", "99").Order!;
        venue.Quote("99", "0.4", "101", "1");
        venue.Trade(Side.Sell, "99", "0.6");
        Assert.Equal((0m, 0.4m), (order.Executed, order.QueueAhead));
        venue.Wait(TimeSpan.FromSeconds(2));
        venue.Trade(Side.Sell, "99", "0.5");
        Assert.Equal(0.1m, order.Executed);
    }

    [Fact]
    public void a_newer_quote_is_the_top_of_the_book()
    {
        var venue = new TestExchange();
        venue.Quote("100", "3", "100.5", "0.2");
        var order = venue.Place(Side.Buy, "0.5", "101", timeInForce: TimeInForce.Ioc).Order!;
        Assert.Equal([(100.5m, 0.2m), (101m, 0.3m)], venue.Fills.Select(fill => (fill.Price, fill.Quantity)));
        Assert.Equal(VenueOrderStatus.Filled, order.Status);
    }

    [Fact]
    public void accounts_trade_with_each_other_by_price_and_then_time()
    {
        var venue = new TestExchange("a", "b", "c");
        var late = venue.Place(Side.Sell, "0.5", "100.5", account: "a").Order!;
        var best = venue.Place(Side.Sell, "0.2", "100.2", account: "b").Order!;
        var last = venue.Place(Side.Sell, "0.5", "100.5", account: "b", id: "x").Order!;
        venue.Place(Side.Buy, "0.8", "100.5", account: "c");
        Assert.Equal(VenueOrderStatus.Filled, best.Status);
        Assert.Equal(VenueOrderStatus.Filled, late.Status);
        Assert.Equal(0.1m, last.Executed);
        var trades = venue.Fills.GroupBy(fill => fill.TradeId).ToList();
        Assert.Equal(3, trades.Count);
        Assert.All(trades, trade => Assert.Equal(2, trade.Count()));
    }

    [Fact]
    public void own_orders_behind_a_displayed_level_wait_for_it_when_another_account_takes()
    {
        var venue = new TestExchange("a", "b");
        var maker = venue.Place(Side.Sell, "0.5", "101", account: "a").Order!;
        venue.Place(Side.Buy, "1.2", "101", account: "b");
        Assert.Equal(0.2m, maker.Executed);
    }

    [Fact]
    public void what_is_cancelled_no_longer_fills()
    {
        var venue = new TestExchange();
        var order = venue.Place(Side.Buy, "1", "98", id: "gone").Order!;
        Assert.True(venue.Cancel("gone").IsCanceled);
        venue.Trade(Side.Sell, "90", "5");
        Assert.Equal((VenueOrderStatus.Canceled, 0m), (order.Status, order.Executed));
        Assert.Equal(VenueError.UnknownOrderSent, venue.Cancel("gone").Error);
    }

    [Fact]
    public void a_restricted_cancel_is_refused_in_the_other_status()
    {
        var venue = new TestExchange();
        venue.Place(Side.Buy, "1.5", "101", id: "some");
        Assert.Equal(VenueError.CancelRestricted, venue.Cancel("some", only: VenueOrderStatus.New).Error);
        Assert.True(venue.Cancel("some", only: VenueOrderStatus.PartiallyFilled).IsCanceled);
    }
}
