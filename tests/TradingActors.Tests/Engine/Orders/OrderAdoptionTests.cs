using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>Orders that others placed in the account: counted from when they are seen, ended like our own.</summary>
public sealed class OrderAdoptionTests : OrderDeskTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void an_order_that_the_stream_speaks_of_is_asked_for_once_and_adopted(bool byFill)
    {
        var orders = Open();
        VenueOrderEvent heard = byFill
            ? VenueFill("foreign", 5, 0.25m)
            : new VenueAccepted(Id("foreign"), new VenueOrderId("77"), Some.Btc, Some.Time);
        orders.Tell(heard);
        orders.Tell(heard);
        Assert.Equal(Id("foreign"), Asked<QueryOrder>().Id);
        Connection.ExpectNoMsg(Soon);
        if (byFill)
            Written(orders);

        orders.Tell(Report("foreign", VenueOrderStatus.PartiallyFilled, byFill ? 0.25m : 0m));

        var adopted = Assert.IsType<ExternalOrderAdopted>(Assert.Single(Written(orders)));
        Assert.Equal(byFill ? 0.25m : 0m, adopted.Carried.Value);
    }

    [Fact]
    public void what_filled_before_the_adoption_is_no_part_of_what_may_still_fill()
    {
        var orders = OpenAdopted(before: 0.25m);

        orders.Tell(VenueFill("foreign", 6, 0.75m));
        Written(orders);

        var last = Positions.FishForMessage<OrderUpdated>(u => u.Order.IsTerminal).Order;
        Assert.Equal((OrderStatus.Filled, 1m), (last.Status, last.FilledAtVenue.Value));
    }

    [Fact]
    public void a_cancel_of_an_adopted_order_ends_it_under_its_own_id()
    {
        var orders = OpenAdopted(before: 0.25m);

        orders.Tell(new VenueCanceled(Id("foreign"), new Quantity(0.25m), Some.Time));

        Assert.Equal(Id("foreign"), Assert.IsType<OrderCanceled>(Assert.Single(Written(orders))).VenueId);
    }

    [Theory]
    [InlineData(VenueOrderStatus.Canceled)]
    [InlineData(VenueOrderStatus.Filled)]
    public void an_adopted_order_with_fills_that_nobody_can_attribute_ends_once_all_trades_are_in(
        VenueOrderStatus end)
    {
        var orders = OpenAdopted(before: 0m);
        orders.Tell(Report("foreign", end, 1m));
        var asked = Asked<QueryTrades>();
        Journal.ExpectNoMsg(Soon);

        orders.Tell(new VenueTrades(Some.Btc, asked.FromId, [], true, Some.Time));
        Written(orders);

        Assert.True(Positions.FishForMessage<OrderUpdated>(u => u.Order.IsTerminal).Order.IsExternal);
    }

    [Fact]
    public void an_order_that_ended_before_it_was_asked_for_is_not_adopted_and_its_fill_counts()
    {
        var orders = Open();
        orders.Tell(VenueFill("foreign", 5, 1m));
        Assert.IsType<OrderFilled>(Assert.Single(Written(orders)));

        orders.Tell(Report("foreign", VenueOrderStatus.Filled, 1m));

        Journal.ExpectNoMsg(Soon);
    }

    private IActorRef OpenAdopted(decimal before)
    {
        var orders = Open();
        if (before > 0m)
        {
            orders.Tell(VenueFill("foreign", 5, before));
            Written(orders);
            Asked<QueryOrder>();
        }

        orders.Tell(Report("foreign", VenueOrderStatus.PartiallyFilled, before));
        Written(orders);
        return orders;
    }
}
