using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>Fills: each counted once, none dropped.</summary>
public sealed class OrderFillTests : OrderDeskTests
{
    [Fact]
    public void a_fill_is_counted_once_however_often_it_is_told()
    {
        var orders = OpenWithWorking("a1");
        var fill = VenueFill("a1", 5, 0.4m);
        orders.Tell(fill);
        orders.Tell(fill);
        Written(orders);
        orders.Tell(fill);

        Journal.ExpectNoMsg(Soon);
        Assert.Equal(0.4m, Positions.ExpectMsg<OrderUpdated>().Order.FilledQuantity.Value);
        Positions.ExpectNoMsg(Soon);
    }

    [Fact]
    public void a_fill_of_a_contract_tells_what_it_settles()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new VenueInstruments(
            [Some.BtcInstrument with { Contract = ContractKind.Linear }], Some.Time));
        orders.Tell(VenueFill("a1", 5, 1m));
        orders.Tell(VenueFill("b1", 6, 1m) with { Side = Side.Sell, Price = new Price(130m), Fee = 0.5m });

        var opening = Assert.IsType<OrderFilled>(Assert.Single(Written(orders)));
        Written(orders);

        Assert.Equal(ContractKind.Linear, opening.Contract);
        Assert.Equal(Notional.Zero, Positions.ExpectMsg<OrderUpdated>().Settled);
        Assert.Equal(29.5m, Positions.ExpectMsg<AccountFactRecorded>().Settled.Value);
    }

    [Fact]
    public void a_fill_after_the_cancel_is_applied()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new VenueCanceled(Id("a1"), Quantity.Zero, Some.Time));
        Written(orders);
        orders.Tell(VenueFill("a1", 5, 0.4m));
        Written(orders);

        Positions.ExpectMsg<OrderUpdated>();
        Assert.Equal(0.4m, Positions.ExpectMsg<OrderUpdated>().Order.FilledQuantity.Value);
    }

    [Fact]
    public void a_fill_whose_answer_was_lost_is_found_by_the_venues_number()
    {
        var orders = Open(Some.EmptyAccount() with { Working = [Some.Order("a1", status: OrderStatus.New)] });
        Written(orders);
        orders.Tell(Ready());
        Connection.ExpectMsg<SendQuery>();
        orders.Tell(new VenueOpenOrders([], Some.Time));
        Connection.ExpectMsg<SendQuery>();
        orders.Tell(Report("a1", VenueOrderStatus.Filled, filled: 1m));
        Written(orders);

        orders.Tell(new VenueTrades(Some.Btc, new TradeId(1),
            [VenueFill("a1", 5, 1m) with { Id = new VenueClientId("") }], true, Some.Time));

        var filled = Assert.IsType<OrderFilled>(Assert.Single(Journal.ExpectMsg<WriteEvents>().Events));
        Assert.Equal(Id("a1"), filled.VenueId);
    }

    [Fact]
    public void a_trade_under_an_unknown_number_waits_for_the_order_that_has_none_yet()
    {
        var orders = OpenWithUnknown("a1");
        var fill = VenueFill("a1", 5, 1m) with { Id = new VenueClientId("") };
        orders.Tell(new VenueTrades(Some.Btc, new TradeId(1), [fill], true, Some.Time));
        Journal.ExpectNoMsg(Soon);

        orders.Tell(new VenueAccepted(Id("a1"), fill.OrderId, Some.Btc, Some.Time));

        var filled = Assert.Single(Written(orders).OfType<OrderFilled>());
        Assert.Equal(Id("a1"), filled.VenueId);
    }
}
