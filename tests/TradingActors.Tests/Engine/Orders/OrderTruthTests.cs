using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>
/// Every order ends by the venue's word. Each test is a way in which a client of such a venue has lost, doubled or
/// misjudged an order.
/// </summary>
public sealed class OrderTruthTests : OrderDeskTests
{
    [Fact]
    public void an_order_whose_placing_timed_out_and_that_lives_is_found_and_can_be_cancelled()
    {
        var orders = OpenSent("a1", out var id);
        orders.Tell(new VenueOutcomeUnknown(id, VenueRequestKind.Place, "timeout", Some.Time));
        Written(orders);

        orders.Tell(Report("a1", VenueOrderStatus.New, 0m) with { Id = id });
        Assert.IsType<OrderAccepted>(Assert.Single(Written(orders)));

        orders.Tell(new CancelOrder(new ClientOrderId("a1")));
        Assert.Equal(id, Connection.ExpectMsg<SendCancel>().Command.Id);
    }

    [Fact]
    public void an_acceptance_after_the_timeout_ends_the_doubt_and_nothing_is_sent_again()
    {
        var orders = OpenSent("a1", out var id);
        orders.Tell(new VenueOutcomeUnknown(id, VenueRequestKind.Place, "-1007", Some.Time));
        Written(orders);
        orders.Tell(new VenueAccepted(id, new VenueOrderId("77"), Some.Btc, Some.Time));
        Written(orders);

        var update = Positions.FishForMessage<OrderUpdated>(u => u.Event is OrderAccepted);
        Assert.Equal(OrderStatus.Accepted, update.Order.Status);
        Connection.ExpectNoMsg(Soon);
    }

    [Fact]
    public void silence_never_becomes_a_rejection()
    {
        var orders = OpenSent("a1", out var id);
        for (var i = 0; i < 10; i++)
        {
            orders.Tell(new VenueOutcomeUnknown(id, VenueRequestKind.Place, "timeout", Some.Time));
            Pass(orders, TimeSpan.FromHours(1));
        }

        Assert.IsType<OrderBecameUnknown>(Assert.Single(Written(orders)));
        Journal.ExpectNoMsg(Soon);
        Connection.ExpectNoMsg(Soon);
    }

    [Fact]
    public void a_question_that_the_venue_refused_is_no_order_not_found()
    {
        var orders = OpenWithUnknown("a1");
        for (var i = 0; i < 5; i++)
        {
            orders.Tell(new VenueQueryFailed(new QueryOrder(Id("a1"), Some.Btc), "-1021",
                "Timestamp for this request is outside of the recvWindow.", Some.Time));
            Pass(orders, Settings.NotFoundAfter);
        }

        Journal.ExpectNoMsg(Soon);
    }

    [Fact]
    public void a_question_that_failed_may_be_asked_again()
    {
        var orders = Open();
        var stray = VenueFill("foreign", 5, 0.4m);
        orders.Tell(stray);
        Written(orders);
        var asked = Asked<QueryOrder>();
        orders.Tell(new VenueQueryFailed(asked, "-1003", "Too many requests.", Some.Time));

        orders.Tell(stray with { TradeId = new TradeId(6) });

        Assert.Equal(asked, Asked<QueryOrder>());
    }

    [Fact]
    public void a_late_acceptance_ends_the_count_towards_never_existed()
    {
        var orders = OpenWithUnknown("a1");
        orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
        orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
        Pass(orders, Settings.NotFoundAfter);
        orders.Tell(new VenueAccepted(Id("a1"), new VenueOrderId("77"), Some.Btc, Some.Time));
        Assert.IsType<OrderAccepted>(Assert.Single(Written(orders)));

        orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
        orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));

        Journal.ExpectNoMsg(Soon);
    }

    [Fact]
    public void an_accepted_order_that_is_not_found_is_in_doubt_and_never_rejected()
    {
        var orders = OpenWithWorking("a1");
        for (var i = 0; i < 3; i++)
        {
            orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
            Pass(orders, Settings.NotFoundAfter);
        }

        Assert.IsType<OrderBecameUnknown>(Assert.Single(Written(orders)));
        orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
        Journal.ExpectNoMsg(Soon);
    }

    [Fact]
    public void an_order_that_was_given_up_and_turns_out_accepted_works_again()
    {
        var orders = OpenWithUnknown("a1");
        for (var i = 0; i < 3; i++)
        {
            orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
            Pass(orders, Settings.NotFoundAfter);
        }

        Assert.IsType<OrderRejectedByVenue>(Assert.Single(Written(orders)));
        orders.Tell(new VenueAccepted(Id("a1"), new VenueOrderId("77"), Some.Btc, Some.Time));
        Written(orders);

        Assert.Equal(OrderStatus.Accepted,
            Risk.FishForMessage<OrderUpdated>(u => u.Event is OrderAccepted).Order.Status);
    }

    [Fact]
    public void a_fill_that_cannot_be_booked_alarms_and_does_not_stop_the_next_one()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(VenueFill("a1", 5, 0.1m) with { Symbol = new Symbol("XRPUSDT") });
        Assert.Equal(HoldCause.ReconciliationMismatch, Gate.ExpectMsg<RaiseHold>().Hold.Cause);

        orders.Tell(VenueFill("a1", 6, 0.4m));

        Assert.IsType<OrderFilled>(Assert.Single(Written(orders)));
    }

    [Fact]
    public void a_cancel_that_came_too_late_ends_in_the_fill()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new CancelOrder(new ClientOrderId("a1")));
        Connection.ExpectMsg<SendCancel>();
        Written(orders);
        orders.Tell(new VenueCancelRejected(Id("a1"), "-2011", "Unknown order sent.", Some.Time));
        Written(orders);
        Assert.Equal(Id("a1"), Asked<QueryOrder>().Id);

        orders.Tell(VenueFill("a1", 5, 1m));
        Written(orders);

        Assert.Equal(OrderStatus.Filled, FishForTerminal("a1").Status);
    }

    [Fact]
    public void a_refused_replacement_leaves_the_original_working_once_the_venue_says_so()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(Approved("a2", quantity: 3m, replaces: "a1"));
        Written(orders);
        var replacement = Connection.ExpectMsg<SendReplace>().Command.Replacement.Id;
        orders.Tell(new VenueRejected(replacement, "-1013", "Filter failure: PRICE_FILTER", Some.Time));
        Assert.Equal(Id("a1"), Asked<QueryOrder>().Id);
        Written(orders);

        orders.Tell(Report("a1", VenueOrderStatus.New, 0m));
        Written(orders);

        var last = Risk.FishForMessage<OrderUpdated>(u => u.Event is OrderAccepted).Order;
        Assert.Equal((Id("a1"), OrderStatus.Accepted), (last.VenueId, last.Status));
    }

    [Fact]
    public void an_original_whose_replacement_a_restart_interrupted_is_in_doubt()
    {
        var original = Some.Order("a1", status: OrderStatus.PendingReplace) with { VenueOrderId = new("77") };
        var orders = Open(Some.EmptyAccount() with { Working = [original] });

        Assert.IsType<OrderBecameUnknown>(Assert.Single(Written(orders)));
        orders.Tell(Report("a1", VenueOrderStatus.New, 0m));
        Assert.IsType<OrderAccepted>(Assert.Single(Written(orders)));
    }

    /// <summary>An order of this life that has been handed to the connection.</summary>
    private IActorRef OpenSent(string clientOrderId, out VenueClientId id)
    {
        var orders = Open();
        orders.Tell(Approved(clientOrderId));
        Written(orders);
        id = Connection.ExpectMsg<SendOrder>().Command.Id;
        return orders;
    }
}
