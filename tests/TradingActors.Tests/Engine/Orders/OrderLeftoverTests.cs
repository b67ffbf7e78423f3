using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>What an earlier epoch left at the venue: cancelled, and gone for good before the desk trades.</summary>
public sealed class OrderLeftoverTests : OrderDeskTests
{
    private static readonly VenueClientId Left = OrderIds.Make(Some.Account, 1, 7);

    [Fact]
    public void what_an_older_epoch_left_is_cancelled_after_reconciliation()
    {
        OpenOnLeftover();

        Assert.Equal(Left, Connection.ExpectMsg<SendCancel>().Command.Id);
    }

    [Fact]
    public void the_desk_opens_only_once_the_end_of_what_was_left_is_durable()
    {
        var orders = OpenOnLeftover();
        Connection.ExpectMsg<SendCancel>();
        Written(orders);
        Parent.ExpectNoMsg(Soon);

        orders.Tell(new VenueCanceled(Left, Quantity.Zero, Some.Time));
        var end = Journal.ExpectMsg<WriteEvents>();
        Assert.IsType<OrderCanceled>(Assert.Single(end.Events));
        Parent.ExpectNoMsg(Soon);

        Written(orders, end);
        Assert.Equal(0, Parent.ExpectMsg<DeskReconciled>().Unknown);
    }

    [Fact]
    public void what_was_left_and_became_unknown_keeps_its_reservation_and_lets_the_desk_open()
    {
        var orders = OpenOnLeftover();
        Connection.ExpectMsg<SendCancel>();
        Written(orders);
        orders.Tell(new VenueOutcomeUnknown(Left, VenueRequestKind.Cancel, "no answer", Some.Time));
        Parent.ExpectNoMsg(Soon);

        Written(orders);

        Assert.Equal(1, Parent.ExpectMsg<DeskReconciled>().Unknown);
    }

    [Fact]
    public void what_was_left_and_filled_before_its_cancel_arrived_lets_the_desk_open()
    {
        var orders = OpenOnLeftover();
        Connection.ExpectMsg<SendCancel>();
        Written(orders);

        orders.Tell(VenueFill("a1", 5, 1m) with { Id = Left });
        Parent.ExpectNoMsg(Soon);
        Written(orders);

        Parent.ExpectMsg<DeskReconciled>();
    }

    [Fact]
    public void an_own_order_of_this_epoch_does_not_keep_the_desk_shut()
    {
        var own = Some.Order("a1") with { VenueId = OrderIds.Make(Some.Account, 2, 1), VenueOrderId = new("77") };
        var orders = Open(Some.EmptyAccount(epoch: 2) with { Working = [own] });
        orders.Tell(Ready());
        Connection.ExpectMsg<SendQuery>();
        orders.Tell(new VenueOpenOrders([Report("a1", VenueOrderStatus.New, 0m) with { Id = own.VenueId }], Some.Time));
        Answer(orders, Usdt(0m));

        Parent.ExpectMsg<DeskReconciled>();
        Connection.ExpectNoMsg(Soon);
    }

    private IActorRef OpenOnLeftover()
    {
        var order = Some.Order("a1") with { VenueId = Left, VenueOrderId = new VenueOrderId("77") };
        var orders = Open(Some.EmptyAccount(epoch: 2) with { Working = [order] });
        orders.Tell(Ready());
        Connection.ExpectMsg<SendQuery>();
        orders.Tell(new VenueOpenOrders([Report("a1", VenueOrderStatus.New, 0m) with { Id = Left }], Some.Time));
        Answer(orders, Usdt(0m));
        return orders;
    }
}
