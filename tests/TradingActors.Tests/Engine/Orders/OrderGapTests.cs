using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>Trades that the stream left out come before the end that they belong to.</summary>
public sealed class OrderGapTests : OrderDeskTests
{
    [Fact]
    public void after_each_reconnect_the_venue_is_asked_in_the_order_that_leaves_no_gap()
    {
        var orders = OpenWithUnknown("a1");
        for (var life = 0; life < 2; life++)
        {
            orders.Tell(Ready());
            Asked<QueryOpenOrders>();
            orders.Tell(new VenueOpenOrders([], Some.Time));
            Assert.Equal(Id("a1"), Asked<QueryOrder>().Id);
            orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
            Assert.Equal(Some.Btc, Asked<QueryTrades>().Symbol);
            orders.Tell(new VenueTrades(Some.Btc, new TradeId(1), [], true, Some.Time));
            Asked<QueryBalances>();
            orders.Tell(Lost());
        }
    }

    [Fact]
    public void what_traded_while_nobody_listened_is_fetched_and_counted_once()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(VenueFill("a1", 5, 0.25m));
        Written(orders);
        orders.Tell(Ready());
        Asked<QueryOpenOrders>();
        orders.Tell(new VenueOpenOrders([Report("a1", VenueOrderStatus.PartiallyFilled, 0.5m)], Some.Time));
        var asked = Connection.FishForMessage<SendQuery>(q => q.Query is QueryTrades).Query;

        orders.Tell(new VenueTrades(Some.Btc, ((QueryTrades)asked).FromId,
            [VenueFill("a1", 5, 0.25m) with { Id = new("") }, VenueFill("a1", 6, 0.25m) with { Id = new("") }],
            true, Some.Time));
        orders.Tell(VenueFill("a1", 6, 0.25m));

        var fill = Assert.IsType<OrderFilled>(Assert.Single(Written(orders)));
        Assert.Equal((Id("a1"), 6L), (fill.VenueId, fill.TradeId.Value));
        Journal.ExpectNoMsg(Soon);
    }

    [Fact]
    public void a_cancel_with_more_filled_than_was_seen_waits_for_the_trades()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new VenueCanceled(Id("a1"), new Quantity(0.4m), Some.Time));
        var asked = Asked<QueryTrades>();
        Journal.ExpectNoMsg(Soon);

        orders.Tell(new VenueTrades(Some.Btc, asked.FromId, [VenueFill("a1", 5, 0.4m)], true, Some.Time));

        Assert.Collection(Written(orders),
            on => Assert.IsType<OrderFilled>(on), on => Assert.IsType<OrderCanceled>(on));
    }

    [Fact]
    public void an_end_that_overtook_its_fill_on_the_stream_is_told_with_the_fill()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new VenueExpired(Id("a1"), new Quantity(0.4m), "IOC", Some.Time));
        Asked<QueryTrades>();

        orders.Tell(VenueFill("a1", 5, 0.4m));

        Assert.Collection(Written(orders),
            on => Assert.IsType<OrderFilled>(on), on => Assert.IsType<OrderExpired>(on));
    }

    [Fact]
    public void an_order_that_a_query_finds_filled_ends_by_its_trades()
    {
        var orders = OpenWithUnknown("a1");
        orders.Tell(Report("a1", VenueOrderStatus.Filled, 1m));
        var asked = Asked<QueryTrades>();
        Assert.IsType<OrderAccepted>(Assert.Single(Written(orders)));

        orders.Tell(new VenueTrades(Some.Btc, asked.FromId,
            [VenueFill("a1", 5, 1m) with { Id = new("") }], true, Some.Time));
        Written(orders);

        Assert.Equal(OrderStatus.Filled, FishForTerminal("a1").Status);
    }

    [Fact]
    public void an_end_stays_held_back_while_the_list_of_trades_lags()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new VenueCanceled(Id("a1"), new Quantity(0.4m), Some.Time));
        var asked = Asked<QueryTrades>();

        orders.Tell(new VenueTrades(Some.Btc, asked.FromId, [], true, Some.Time));

        Journal.ExpectNoMsg(Soon);
    }

    [Fact]
    public void a_fill_that_shows_others_before_it_makes_them_be_asked_for()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(VenueFill("a1", 6, 0.25m) with { CumulativeQuantity = new Quantity(0.5m) });
        Written(orders);

        var asked = Asked<QueryTrades>();
        orders.Tell(VenueFill("a1", 7, 0.25m) with { CumulativeQuantity = new Quantity(0.75m) });
        Written(orders);
        Connection.ExpectNoMsg(Soon);

        orders.Tell(new VenueTrades(Some.Btc, asked.FromId, [VenueFill("a1", 5, 0.25m)], true, Some.Time));
        Assert.Equal(5, Assert.IsType<OrderFilled>(Assert.Single(Written(orders))).TradeId.Value);
    }

    [Fact]
    public void a_full_page_of_missing_trades_asks_for_the_next()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new VenueCanceled(Id("a1"), new Quantity(0.4m), Some.Time));
        var first = Asked<QueryTrades>();

        orders.Tell(new VenueTrades(Some.Btc, first.FromId, [VenueFill("a1", 5, 0.2m)], false, Some.Time));

        Assert.Equal(6, Asked<QueryTrades>().FromId.Value);
    }

    [Fact]
    public void the_number_that_a_fill_taught_finds_the_orders_trades_after_a_restart()
    {
        var state = AccountState.FromSnapshot(Some.EmptyAccount() with { Working = [Some.Order()] });
        var taught = Some.Fill(Some.Order(), 5, 0.2m) with { VenueOrderId = new VenueOrderId("83") };
        state.Apply(taught);

        var restarted = AccountState.FromSnapshot(state.ToSnapshot());

        Assert.Equal(Some.Order().VenueId, restarted.Find(new VenueOrderId("83"))?.VenueId);
    }

    [Theory]
    [InlineData(OrderStatus.PendingCancel)]
    [InlineData(OrderStatus.PartiallyFilled)]
    [InlineData(OrderStatus.Filled)]
    public void an_acceptance_that_changes_no_status_teaches_the_number_once(OrderStatus status)
    {
        var order = Some.Order(status: status);
        var state = AccountState.FromSnapshot(
            Some.EmptyAccount() with { Working = [order] });
        var accepted = new OrderAccepted(order.VenueId, new VenueOrderId("83"), Some.Time);

        var applied = state.Apply(accepted);

        Assert.Equal((EdgeVerdict.Legal, status), (applied.Verdict, applied.Order!.Status));
        Assert.Equal(order.VenueId, state.Find(new VenueOrderId("83"))?.VenueId);
        Assert.Equal(EdgeVerdict.NoChange, state.Apply(accepted).Verdict);
    }
}
