using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>Writing an intent ahead of sending it, and answering it.</summary>
public sealed class OrderIntentTests : OrderDeskTests
{
    [Fact]
    public void an_intent_is_durable_before_it_is_sent_or_answered()
    {
        var orders = Open();
        orders.Tell(Approved("a1"), TestActor);

        var batch = Journal.ExpectMsg<WriteEvents>();
        Assert.IsType<IntentRecorded>(Assert.Single(batch.Events));
        Connection.ExpectNoMsg(Soon);
        ExpectNoMsg(Soon);

        Written(orders, batch);

        Assert.Equal(OrderStatus.PendingSubmit, ExpectMsg<OrderAcknowledged>().Order.Status);
        Assert.Equal(1m, Connection.ExpectMsg<SendOrder>().Command.Quantity.Value);
        Risk.ExpectMsg<OrderUpdated>();
    }

    [Fact]
    public void intents_that_arrive_during_a_write_go_together_as_the_next()
    {
        var orders = Open();
        orders.Tell(Approved("a1"));
        var first = Journal.ExpectMsg<WriteEvents>();
        orders.Tell(Approved("a2"));
        orders.Tell(Approved("a3"));
        Journal.ExpectNoMsg(Soon);

        Written(orders, first);

        Assert.Equal(2, Journal.ExpectMsg<WriteEvents>().Events.Count);
    }

    [Fact]
    public void a_repeat_is_answered_like_the_first_one_and_only_when_that_is_durable()
    {
        var orders = Open();
        orders.Tell(Approved("a1"), TestActor);
        var batch = Journal.ExpectMsg<WriteEvents>();
        orders.Tell(new RepeatedOrder(Some.Request("a1")), TestActor);
        ExpectNoMsg(Soon);

        Written(orders, batch);

        Assert.Equal(ExpectMsg<OrderAcknowledged>().Order.VenueId, ExpectMsg<OrderAcknowledged>().Order.VenueId);
        Connection.ExpectMsg<SendOrder>();
        Connection.ExpectNoMsg(Soon);
    }

    [Fact]
    [Trait("Control", "C07")]
    public void an_id_that_the_index_knew_is_answered_as_then_and_its_reservation_returned()
    {
        var orders = Open();
        orders.Tell(Approved("old"), TestActor);
        var batch = Journal.ExpectMsg<WriteEvents>();
        var was = Some.Order("old", status: OrderStatus.Filled);

        orders.Tell(new EventsWritten(1, 0, [new KnownIntent(was.Request, was, null)]), Journal);

        Assert.Equal(OrderStatus.Filled, ExpectMsg<OrderAcknowledged>().Order.Status);
        Assert.Equal("old", Risk.ExpectMsg<ReservationReturned>().ClientOrderId.Value);
        Connection.ExpectNoMsg(Soon);
        Assert.Single(batch.Events);
    }

    [Fact]
    public void a_refusal_is_journaled_before_it_is_answered()
    {
        var orders = Open();
        orders.Tell(new RefusedOrder(Some.Request("a1"), new Refusal(RefusalCode.QuantityOffLot, 1m, 2m)), TestActor);
        var batch = Journal.ExpectMsg<WriteEvents>();
        ExpectNoMsg(Soon);

        Written(orders, batch);

        Assert.Equal(RefusalCode.QuantityOffLot, ExpectMsg<OrderRefused>().Refusal.Code);
        Risk.ExpectMsg<RefusalRecorded>();
    }

    [Fact]
    public void working_orders_are_bounded()
    {
        var orders = OpenWithWorking("a1", "a2", "a3");
        orders.Tell(Approved("a4"), TestActor);

        Risk.ExpectMsg<ReservationReturned>();
        Written(orders);
        Assert.Equal(RefusalCode.OpenOrdersAboveLimit, ExpectMsg<OrderRefused>().Refusal.Code);
    }

    [Fact]
    public void a_stop_order_reaches_the_venue_with_everything_it_asks_for()
    {
        var orders = Open();
        var request = Some.Request("a1") with
        {
            Type = OrderType.StopLossLimit,
            StopPrice = new Price(101m),
            SelfTradePrevention = SelfTradePrevention.ExpireBoth,
        };
        orders.Tell(Approved(request), TestActor);
        Assert.Equal(request, Assert.IsType<IntentRecorded>(Assert.Single(Written(orders))).Request);

        var sent = Connection.ExpectMsg<SendOrder>().Command;
        Assert.Equal(new PlaceAtVenue(sent.Id, Some.Btc, Side.Buy, OrderType.StopLossLimit, TimeInForce.Gtc,
            new Quantity(1m), new Price(100m), new Price(101m), SelfTradePrevention.ExpireBoth), sent);
    }

    [Theory]
    [InlineData(SelfTradePrevention.VenueDefault, true, SelfTradePrevention.ExpireTaker)]
    [InlineData(SelfTradePrevention.VenueDefault, false, SelfTradePrevention.VenueDefault)]
    [InlineData(SelfTradePrevention.ExpireMaker, true, SelfTradePrevention.ExpireMaker)]
    [Trait("Control", "C19")]
    public void every_order_says_what_the_venue_does_when_it_would_trade_with_ours(
        SelfTradePrevention asked, bool isOffered, SelfTradePrevention sent)
    {
        var orders = Open(settings: Settings with { SelfTradePrevention = SelfTradePrevention.ExpireTaker });
        if (isOffered)
            orders.Tell(new VenueInstruments([Some.BtcInstrument with
            {
                SelfTradePreventions = EnumSet.Of(
                    SelfTradePrevention.VenueDefault, SelfTradePrevention.ExpireTaker, SelfTradePrevention.ExpireMaker),
            }], Some.Time));
        var request = Some.Request("a1") with { SelfTradePrevention = asked };
        orders.Tell(Approved(request), TestActor);
        Assert.Equal(request, Assert.IsType<IntentRecorded>(Assert.Single(Written(orders))).Request);

        Assert.Equal(sent, Connection.ExpectMsg<SendOrder>().Command.SelfTradePrevention);
    }
}
