using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>Cancels: sent first, journaled second, and sent again when they were lost.</summary>
public sealed class OrderCancelTests : OrderDeskTests
{
    [Fact]
    public void a_cancel_is_sent_before_it_is_journaled()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new CancelOrder(new ClientOrderId("a1")), TestActor);

        Connection.ExpectMsg<SendCancel>();
        Assert.Equal(CancelAnswerKind.Requested, ExpectMsg<CancelAnswer>().Kind);
        Assert.IsType<CancelRequested>(Assert.Single(Journal.ExpectMsg<WriteEvents>().Events));
    }

    [Fact]
    public void a_cancel_passes_while_the_journal_is_stuck()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(Approved("a2"));
        Journal.ExpectMsg<WriteEvents>();

        orders.Tell(new CancelOrder(new ClientOrderId("a1")), TestActor);

        Connection.ExpectMsg<SendCancel>();
        Assert.Equal(CancelAnswerKind.Requested, ExpectMsg<CancelAnswer>().Kind);
    }

    [Fact]
    public void an_order_cancelled_before_it_is_durable_is_never_sent()
    {
        var orders = Open();
        orders.Tell(Approved("a1"));
        var batch = Journal.ExpectMsg<WriteEvents>();
        orders.Tell(new CancelOrder(new ClientOrderId("a1")), TestActor);
        Written(orders, batch);
        Written(orders);

        var last = FishForTerminal("a1");

        Assert.Equal(OrderStatus.NotSent, last.Status);
        Connection.ExpectMsg<OrderFinished>();
        Connection.ExpectNoMsg(Soon);
    }

    [Fact]
    public void a_lost_cancel_is_sent_again_when_the_order_turns_out_alive()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new CancelOrder(new ClientOrderId("a1")));
        Connection.ExpectMsg<SendCancel>();
        orders.Tell(new VenueOutcomeUnknown(Id("a1"), VenueRequestKind.Cancel, "no answer", Some.Time));

        orders.Tell(Report("a1", VenueOrderStatus.New, 0m));

        Connection.ExpectMsg<SendCancel>();
    }

    [Fact]
    public void reduce_only_cancels_what_would_make_the_position_larger()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(ReduceOnly(HoldCause.Operator));

        Connection.ExpectMsg<SendCancel>();
    }

    [Fact]
    public void a_desk_that_climbs_through_reduce_only_leaves_its_orders_alone()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(ReduceOnly(HoldCause.DeskNotReady));

        Connection.ExpectNoMsg(Soon);
    }

    private static ModeChanged ReduceOnly(HoldCause cause) => new(Some.Account, TradingMode.ReduceOnly,
        [new Hold(cause, Scope.Account(Some.Account), TradingMode.ReduceOnly, "test", "me", Some.Time)]);
}
