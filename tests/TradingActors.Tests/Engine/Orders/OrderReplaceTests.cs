using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>Replacing an order: one request while nothing has filled, two steps afterwards.</summary>
public sealed class OrderReplaceTests : OrderDeskTests
{
    [Fact]
    public void replacing_an_unfilled_order_is_one_request()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(Approved("a2", quantity: 3m, replaces: "a1"));
        Written(orders);

        var replace = Connection.ExpectMsg<SendReplace>().Command;
        Assert.Equal(Id("a1"), replace.OriginalId);
        Assert.Equal(3m, replace.Replacement.Quantity.Value);
    }

    [Fact]
    public void replacing_a_filling_order_asks_for_exactly_what_the_confirmed_cancel_leaves()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(VenueFill("a1", 5, 0.25m));
        Written(orders);
        orders.Tell(Approved("a2", quantity: 3m, replaces: "a1"));
        Written(orders);
        Connection.ExpectMsg<SendCancel>();
        orders.Tell(VenueFill("a1", 6, 0.5m));
        Written(orders);

        orders.Tell(new VenueCanceled(Id("a1"), new Quantity(0.75m), Some.Time));
        Written(orders);

        var sent = Connection.FishForMessage<SendOrder>(_ => true);
        Assert.Equal(2.25m, sent.Command.Quantity.Value);
    }

    [Fact]
    public void replacing_an_order_that_filled_meanwhile_sends_nothing()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(VenueFill("a1", 5, 0.25m));
        Written(orders);
        orders.Tell(Approved("a2", quantity: 3m, replaces: "a1"));
        Written(orders);
        Connection.ExpectMsg<SendCancel>();

        orders.Tell(VenueFill("a1", 6, 0.75m));
        Written(orders);

        Assert.Equal(OrderStatus.NotSent, FishForTerminal("a2").Status);
    }

    [Fact]
    public void a_stop_is_replaced_with_its_new_stop_price()
    {
        var stop = Some.Order("a1") with { VenueOrderId = new VenueOrderId("77") };
        stop = stop with
        {
            Request = stop.Request with { Type = OrderType.StopLoss, LimitPrice = null, StopPrice = new Price(90m) },
        };
        var orders = Open(Some.EmptyAccount() with { Working = [stop] });
        orders.Tell(Approved(
            stop.Request with { ClientOrderId = new ClientOrderId("a2"), StopPrice = new Price(95m) }, "a1"));
        Written(orders);

        var replacement = Connection.ExpectMsg<SendReplace>().Command.Replacement;
        Assert.Equal(OrderType.StopLoss, replacement.Type);
        Assert.Equal(95m, replacement.StopPrice!.Value.Value);
        Assert.Null(replacement.LimitPrice);
    }
}
