using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

public sealed class RiskActorTests : PatientTestKit
{
    private readonly FakeTimeProvider _time = new();
    private readonly RiskDesk _desk = new();
    private readonly TestProbe _orders;
    private readonly TestProbe _marketData;
    private readonly Clock _clock;
    private readonly IActorRef _risk;

    public RiskActorTests()
    {
        _orders = CreateTestProbe();
        _marketData = CreateTestProbe();
        _clock = new Clock(_time);
        _risk = Sys.ActorOf(RiskActor.Props(RiskDesk.Account, RiskDesk.Venue, RiskDesk.Settings, TimeSpan.Zero,
            _desk.Gate, RiskDesk.Funded().ToSnapshot(),
            new RiskPartners(_orders, _marketData, CreateTestProbe(), []), new HealthMeters(), _clock));
        var subscribed = _marketData.ExpectMsg<SubscribeMarketData>();
        Assert.Equal(MarketDataKinds.Quotes, subscribed.Kinds);
        Assert.Empty(subscribed.Symbols);
        Assert.Equal(_risk, _marketData.LastSender);
        _risk.Tell(new InstrumentsKnown([RiskDesk.InstrumentOf(RiskDesk.Btc)]), _marketData);
        Quote();
    }

    [Fact]
    public void forwards_an_approval_under_the_callers_name_and_reserves_it()
    {
        var request = _desk.Limit(Side.Buy, 1m, 100m);
        _risk.Tell(new PlaceOrder(request), TestActor);
        Assert.Same(request, _orders.ExpectMsg<ApprovedOrder>().Request);
        Assert.Equal(TestActor, _orders.LastSender);
        Assert.Equal(1m, Exposure().ReservedBuy.Value);
    }

    [Fact]
    public void forwards_a_refusal_and_answers_nothing_itself()
    {
        _risk.Tell(new PlaceOrder(_desk.Limit(Side.Buy, 6m, 100m)), TestActor);
        Assert.Equal(new Refusal(RefusalCode.QuantityAboveMax, 5m, 6m), _orders.ExpectMsg<RefusedOrder>().Refusal);
        Assert.Equal(TestActor, _orders.LastSender);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void forwards_a_repeat_and_answers_a_reused_id_itself()
    {
        var request = _desk.Limit(Side.Buy, 1m, 100m);
        _risk.Tell(new PlaceOrder(request), TestActor);
        _risk.Tell(new PlaceOrder(request with { }), TestActor);
        _risk.Tell(new PlaceOrder(request with { Side = Side.Sell }), TestActor);
        _orders.ExpectMsg<ApprovedOrder>();
        Assert.Equal(request, _orders.ExpectMsg<RepeatedOrder>().Request);
        var refused = ExpectMsg<OrderRefused>();
        Assert.Equal(new Refusal(RefusalCode.ClientOrderIdReused, Detail: "Side"), refused.Refusal);
        Assert.Equal(1m, Exposure().ReservedBuy.Value);
    }

    [Fact]
    public void a_replacement_carries_the_order_that_it_replaces()
    {
        var original = _desk.Work(Side.Buy, 1m, 100m);
        _risk.Tell(new PlaceOrder(original));
        _orders.ExpectMsg<ApprovedOrder>();
        _risk.Tell(_desk.LastUpdate);
        _risk.Tell(new ReplaceOrder(original.ClientOrderId, _desk.Limit(Side.Buy, 2m, 100m)), TestActor);
        Assert.Equal(original.ClientOrderId, _orders.ExpectMsg<ApprovedOrder>().Replaces);
        Assert.Equal(3m, Exposure().ReservedBuy.Value);
    }

    [Fact]
    public void settles_by_what_became_of_the_order()
    {
        var order = _desk.Work(Side.Buy, 2m, 100m);
        _risk.Tell(new PlaceOrder(order));
        _desk.Publish(_desk.Fill(order, 0.5m));
        _risk.Tell(_desk.LastUpdate);
        _risk.Tell(_desk.LastUpdate);
        Assert.Equal((0.5m, 1.5m), (Exposure().Position.Value, Exposure().ReservedBuy.Value));
        _desk.Publish(new OrderCanceled(RiskDesk.IdOf(order), new Quantity(0.5m), default));
        _risk.Tell(_desk.LastUpdate);
        Assert.Equal((0.5m, 0m), (Exposure().Position.Value, Exposure().ReservedBuy.Value));
        _risk.Tell(new AccountFactRecorded(new OpeningPositionTaken(RiskDesk.Btc, new Quantity(1m), new Price(100m), default), 90));
        Assert.Equal(1.5m, Exposure().Position.Value);
    }

    [Fact]
    public void gives_a_reservation_back_when_the_journal_knew_the_id()
    {
        var request = _desk.Limit(Side.Buy, 1m, 100m);
        _risk.Tell(new PlaceOrder(request));
        _risk.Tell(new ReservationReturned(request.ClientOrderId));
        Assert.Equal(0m, Exposure().ReservedBuy.Value);
    }

    [Fact]
    public void reads_the_mode_at_each_decision_and_the_age_of_the_quote_on_its_clock()
    {
        _desk.SetMode(TradingMode.Halted);
        _risk.Tell(new PlaceOrder(_desk.Limit(Side.Buy, 1m, 100m)));
        Assert.Equal(RefusalCode.ModeForbids, _orders.ExpectMsg<RefusedOrder>().Refusal.Code);
        _desk.SetMode(TradingMode.Active);
        _time.Advance(TimeSpan.FromSeconds(6));
        _risk.Tell(new PlaceOrder(_desk.Limit(Side.Buy, 1m, 100m)));
        Assert.Equal(RefusalCode.ReferencePriceStale, _orders.ExpectMsg<RefusedOrder>().Refusal.Code);
        Quote();
        _risk.Tell(new PlaceOrder(_desk.Limit(Side.Buy, 1m, 100m)));
        _orders.ExpectMsg<ApprovedOrder>();
    }

    [Fact]
    public void will_not_be_made_with_the_gate_of_another_account() =>
        Assert.Throws<ArgumentException>(() => RiskActor.Props(new AccountId("other"), RiskDesk.Venue, RiskDesk.Settings,
            TimeSpan.Zero, _desk.Gate, RiskDesk.Funded().ToSnapshot(),
            new RiskPartners(_orders, _marketData, TestActor, []), new HealthMeters(), _clock));

    private void Quote() => _risk.Tell(new QuoteChanged(new Quote(RiskDesk.Btc, new Price(99.99m), new Quantity(1m),
        new Price(100.01m), new Quantity(1m), 1, _clock.Now)), _marketData);

    private InstrumentExposure Exposure()
    {
        _risk.Tell(new GetExposure(), TestActor);
        return ExpectMsg<ExposureView>().Instruments.Single(line => line.Symbol == RiskDesk.Btc);
    }
}
