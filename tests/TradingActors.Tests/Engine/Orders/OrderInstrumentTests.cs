using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>The venue's list of instruments changes while orders work.</summary>
public sealed class OrderInstrumentTests : OrderDeskTests
{
    [Fact]
    public void new_filters_reach_risk_at_once()
    {
        var orders = Open();
        var changed = Some.BtcInstrument with { Tick = new Price(0.1m) };

        orders.Tell(new VenueInstruments([changed], Some.Time));

        Assert.Equal([changed], Risk.ExpectMsg<InstrumentsKnown>().Instruments);
    }

    [Theory]
    [InlineData(InstrumentStatus.CancelOnly, RefusalCode.InstrumentNotTrading)]
    [InlineData(InstrumentStatus.Halted, RefusalCode.InstrumentNotTrading)]
    [InlineData(null, RefusalCode.InstrumentNotTrading)]
    public void an_order_approved_before_its_instrument_closed_is_refused_and_its_reservation_returned(
        InstrumentStatus? status, RefusalCode code)
    {
        var orders = Open();
        orders.Tell(ListOf(status));
        Risk.ExpectMsg<InstrumentsKnown>();

        orders.Tell(Approved("a1"), TestActor);

        Assert.Equal("a1", Risk.ExpectMsg<ReservationReturned>().ClientOrderId.Value);
        Written(orders);
        Assert.Equal(code, ExpectMsg<OrderRefused>().Refusal.Code);
        Connection.ExpectNoMsg(Soon);
    }

    [Fact]
    public void an_instrument_that_was_never_listed_is_refused()
    {
        var orders = Open();
        orders.Tell(Approved(Some.Request() with { Symbol = new Symbol("XRPUSDT") }), TestActor);
        Written(orders);
        Assert.Equal(RefusalCode.InstrumentUnknown, ExpectMsg<OrderRefused>().Refusal.Code);
    }

    [Theory]
    [InlineData(InstrumentStatus.CancelOnly)]
    [InlineData(InstrumentStatus.Halted)]
    [InlineData(null)]
    public void orders_in_an_instrument_that_closed_are_cancelled_and_filled_like_any_other(InstrumentStatus? status)
    {
        var orders = OpenWithWorking("a1", "a2");
        orders.Tell(ListOf(status));

        orders.Tell(new CancelOrder(new ClientOrderId("a1")));
        Assert.Equal(Id("a1"), Connection.ExpectMsg<SendCancel>().Command.Id);
        Written(orders);
        orders.Tell(VenueFill("a2", 5, 1m));

        var fill = Assert.IsType<OrderFilled>(Assert.Single(Written(orders)));
        Assert.Equal("BTC", fill.Base.Value);
    }

    [Fact]
    public void an_instrument_that_opens_again_takes_orders_again()
    {
        var orders = Open();
        orders.Tell(ListOf(null));
        orders.Tell(ListOf(InstrumentStatus.Trading));
        orders.Tell(Approved("a1"));
        Written(orders);
        Connection.ExpectMsg<SendOrder>();
    }

    /// <summary>The venue's list with the instrument in this status, or without it.</summary>
    private static VenueInstruments ListOf(InstrumentStatus? status) => new(
        status is { } known ? [Some.BtcInstrument with { Status = known }] : [], Some.Time);
}
