using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Exits.ExitExamples;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Exits;

/// <summary>An ExitActor between probes, on virtual time.</summary>
public sealed class ExitActorTests : PatientTestKit
{
    private readonly FakeTimeProvider _time = new(Some.Time);
    private readonly AccountGate _gate = new(Some.Account, Some.Venue);
    private readonly Clock _clock;
    private readonly TestProbe _orders;
    private readonly TestProbe _risk;
    private readonly TestProbe _market;
    private readonly TestProbe _tape;
    private long _sequence;
    private long _trades;

    public ExitActorTests()
        : base("""
            akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            """)
    {
        _clock = new Clock(_time);
        _orders = CreateTestProbe("orders");
        _risk = CreateTestProbe("risk");
        _market = CreateTestProbe("market");
        _tape = CreateTestProbe("tape");
        _gate.Recompute([]);
        _gate.SetCanExit(true);
    }

    [Fact]
    public void is_answered_once_the_request_is_durable_and_nothing_is_sent_before()
    {
        var exits = Open();
        exits.Tell(Ask(), TestActor);

        var requested = Recorded<FlattenRequested>();
        Assert.Equal(("f1", "get out", "alice"), (requested.FlattenId, requested.Reason, requested.Principal));
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        _risk.ExpectNoMsg(TimeSpan.Zero);

        Durable(exits, requested);

        Assert.Equal(new FlattenStarted("f1", Some.Account, false), ExpectMsg<FlattenStarted>());
    }

    [Fact]
    [Trait("Control", "C10")]
    public void sells_slice_by_slice_until_flat_and_says_so_when_that_is_durable()
    {
        var exits = Begin(held: 1.5m);

        for (var left = 1.5m; left > 0m;)
        {
            var slice = _risk.ExpectMsg<PlaceExit>();
            Assert.Equal(("f1", true), (slice.FlattenId, slice.Request.ReduceOnly));
            left -= slice.Request.Quantity.Value;
            Fill(exits, slice.Request);
        }

        var ended = Recorded<FlattenEnded>();
        Assert.Equal((FlattenOutcome.Flat, 2, 0), (ended.Outcome, ended.Orders, ended.Remaining.Count));
        Assert.DoesNotContain(Reports(), r => r.IsDone);
        Durable(exits, ended);

        var last = FishForMessage<FlattenReport>(r => r.IsDone);
        Assert.Equal(1.5m, Assert.Single(last.Lines).Closed.Value);
        Assert.Equal(last, _tape.FishForMessage<FlattenReport>(r => r.IsDone));
    }

    [Fact]
    public void other_orders_of_the_account_are_held_until_the_end_is_durable()
    {
        var exits = Open();
        exits.Tell(Ask(), TestActor);
        var requested = Recorded<FlattenRequested>();
        Assert.Equal(TradingMode.CancelOnly, _gate.Mode);
        Assert.Equal(HoldCause.FlattenUnderWay, Assert.Single(_gate.Holds).Cause);
        Durable(exits, requested);

        var ended = Recorded<FlattenEnded>();
        Assert.Equal(TradingMode.CancelOnly, _gate.Mode);
        Durable(exits, ended);

        FishForMessage<FlattenReport>(r => r.IsDone);
        Assert.Equal(TradingMode.Active, _gate.Mode);
    }

    [Fact]
    public void one_of_an_instrument_holds_that_instrument_alone()
    {
        var exits = Open(1m);
        exits.Tell(Ask(Scope.Instrument(Some.Venue, Some.Btc)), TestActor);
        Recorded<FlattenRequested>();

        Assert.Equal(TradingMode.CancelOnly, _gate.ModeFor(StrategyId.None, Some.Btc));
        Assert.Equal(TradingMode.Active, _gate.ModeFor(StrategyId.None, new Symbol("ETHUSDT")));
    }

    [Fact]
    public void working_orders_are_cancelled_before_anything_is_sold()
    {
        var exits = Begin(held: 1m, working: Some.Order("a1"));

        Assert.Equal(Some.Btc, _orders.ExpectMsg<CancelAllOrders>().Symbol);
        _risk.ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        var canceled = Some.Order("a1", status: OrderStatus.Canceled);
        exits.Tell(new OrderUpdated(
            canceled, new OrderCanceled(canceled.VenueId, default, Some.Time), ++_sequence));
        Assert.Equal(1m, _risk.ExpectMsg<PlaceExit>().Request.Quantity.Value);
    }

    [Fact]
    [Trait("Control", "C10")]
    public void a_second_one_joins_the_first_and_hears_of_its_end()
    {
        var exits = Begin(held: 1m);
        var second = CreateTestProbe();
        exits.Tell(Ask() with { FlattenId = "f2" }, second);

        Assert.Equal(new FlattenStarted("f1", Some.Account, true), second.ExpectMsg<FlattenStarted>());
        Fill(exits, _risk.ExpectMsg<PlaceExit>().Request);
        Durable(exits, Recorded<FlattenEnded>());
        Assert.Equal(FlattenOutcome.Flat, second.FishForMessage<FlattenReport>(r => r.IsDone).Outcome);
    }

    [Fact]
    public void a_person_ends_it_where_it_stands()
    {
        var exits = Begin(held: 1m);
        var slice = _risk.ExpectMsg<PlaceExit>().Request;
        exits.Tell(new StopFlatten("f1", "changed my mind", "bob"), TestActor);

        Assert.Equal(slice.ClientOrderId, _orders.ExpectMsg<CancelOrder>().ClientOrderId);
        var ended = Recorded<FlattenEnded>();
        Assert.Equal((FlattenOutcome.Stopped, "bob", "bob: changed my mind"),
            (ended.Outcome, ended.Principal, ended.Reason));
        Assert.Equal(1m, Assert.Single(ended.Remaining).Quantity.Value);
        FishForMessage<FlattenStopped>(s => s.IsKnown);

        Expire(exits, slice);
        Durable(exits, ended);
        Pass(TimeSpan.FromSeconds(10));
        _risk.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void an_unknown_one_cannot_be_stopped()
    {
        Open().Tell(new StopFlatten("f9", "test", "bob"), TestActor);

        Assert.False(ExpectMsg<FlattenStopped>().IsKnown);
    }

    [Fact]
    [Trait("Control", "C22")]
    public void what_an_earlier_life_was_about_is_recorded_as_interrupted_and_does_not_go_on()
    {
        var earlier = new FlattenRequested("f0", Scope.Everything, "get out", "alice", Some.Time);
        var exits = Open(1m, flattens: [earlier]);
        exits.Tell(new BeginExits());

        var ended = Recorded<FlattenEnded>();
        Assert.Equal(("f0", FlattenOutcome.Interrupted), (ended.FlattenId, ended.Outcome));
        Assert.Equal(1m, Assert.Single(ended.Remaining).Quantity.Value);
        Durable(exits, ended);

        var report = _tape.ExpectMsg<FlattenReport>();
        Assert.Equal((FlattenOutcome.Interrupted, "alice"), (report.Outcome, report.Principal));
        Pass(TimeSpan.FromSeconds(10));
        _risk.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    [Trait("Control", "C10")]
    public void a_halt_during_it_does_not_stop_it()
    {
        var exits = Begin(held: 1.5m);
        var first = _risk.ExpectMsg<PlaceExit>().Request;
        _gate.Recompute([new Hold(
            HoldCause.Operator, Scope.Everything, TradingMode.Halted, "halt", "bob", Some.Time)]);

        Fill(exits, first);

        Assert.Equal(1.5m - first.Quantity.Value, _risk.ExpectMsg<PlaceExit>().Request.Quantity.Value);
    }

    [Fact]
    public void waits_while_it_is_unknown_what_is_held_and_goes_on_then()
    {
        _gate.SetCanExit(false);
        Begin(held: 1m);
        FishForMessage<FlattenReport>(r => r.Lines.Any(l => l.Code == FlattenLineCodes.DeskNotReady));
        _risk.ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        _gate.SetCanExit(true);
        Pass(TimeSpan.FromMilliseconds(100));

        _risk.ExpectMsg<PlaceExit>();
    }

    [Fact]
    public void the_gates_word_alone_is_not_enough_because_it_overtakes_what_was_found()
    {
        var exits = Open(1m);
        exits.Tell(new PositionsCompared(false));
        exits.Tell(Ask(), TestActor);
        exits.Tell(new InstrumentsKnown([Btc]));
        exits.Tell(new QuoteChanged(QuoteAt(_clock.Now)));
        Durable(exits, Recorded<FlattenRequested>());
        FishForMessage<FlattenReport>(r => r.Lines.Any(l => l.Code == FlattenLineCodes.DeskNotReady));
        _risk.ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        exits.Tell(new PositionsCompared(true));
        Pass(TimeSpan.FromMilliseconds(100));

        _risk.ExpectMsg<PlaceExit>();
    }

    [Fact]
    public void a_refusal_is_tried_again_after_a_pause_with_what_there_is_room_for()
    {
        var exits = Begin(held: 1m);
        var first = _risk.ExpectMsg<PlaceExit>().Request;
        exits.Tell(new OrderRefused(first, new Refusal(RefusalCode.NotReducing, 0.4m, 1m)));
        _risk.ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        Pass(TimeSpan.FromMilliseconds(300));

        var second = _risk.ExpectMsg<PlaceExit>().Request;
        Assert.Equal(0.4m, second.Quantity.Value);
        Assert.NotEqual(first.ClientOrderId, second.ClientOrderId);
    }

    [Fact]
    public void the_market_is_heard_only_while_something_is_being_left()
    {
        var exits = Open();
        _market.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        exits.Tell(Ask(), TestActor);
        Durable(exits, Recorded<FlattenRequested>());
        Assert.Equal(MarketDataKinds.Quotes, _market.ExpectMsg<SubscribeMarketData>().Kinds);

        Durable(exits, Recorded<FlattenEnded>());

        Assert.Equal(default, _market.ExpectMsg<SubscribeMarketData>().Kinds);
    }

    private static Flatten Ask(Scope? scope = null) =>
        new("f1", scope ?? Scope.Account(Some.Account), "get out", "alice");

    private IActorRef Open(
        decimal held = 0m, OrderState? working = null, IReadOnlyList<FlattenRequested>? flattens = null)
    {
        PositionState[] positions = held == 0m
            ? []
            : [PositionState.Flat(Some.Btc) with { Quantity = new Quantity(held) }];
        var recovered = Some.EmptyAccount() with
        {
            Positions = positions,
            Working = working is null ? [] : [working],
            Flattens = flattens,
        };
        var exits = Sys.ActorOf(ExitActor.Props(
            _gate, ExitExamples.Settings, recovered, _orders, _risk, _market, _tape, _clock));
        exits.Tell(new PositionsCompared(true));
        return exits;
    }

    /// <summary>A flatten under way, with a market to sell in.</summary>
    private IActorRef Begin(decimal held, OrderState? working = null)
    {
        var exits = Open(held, working);
        exits.Tell(Ask(), TestActor);
        exits.Tell(new InstrumentsKnown([Btc]));
        exits.Tell(new QuoteChanged(QuoteAt(_clock.Now)));
        Durable(exits, Recorded<FlattenRequested>());
        ExpectMsg<FlattenStarted>();
        return exits;
    }

    private T Recorded<T>()
        where T : AccountEvent =>
        Assert.IsType<T>(_orders.FishForMessage<RecordFact>(f => f.Event is T).Event);

    private void Durable(IActorRef exits, AccountEvent on) =>
        exits.Tell(new AccountFactRecorded(on, ++_sequence));

    private void Fill(IActorRef exits, OrderRequest request)
    {
        var order = OrderOf(request, OrderStatus.Filled) with
        {
            FilledQuantity = request.Quantity,
            FilledNotional = request.LimitPrice!.Value * request.Quantity,
        };
        var fill = new OrderFilled(order.VenueId, Some.Btc, new Asset("BTC"), new Asset("USDT"),
            new TradeId(++_trades), request.Side, request.LimitPrice.Value, request.Quantity, 0m,
            new Asset("USDT"), false, Some.Time);
        exits.Tell(new OrderUpdated(order, fill, ++_sequence));
    }

    private void Expire(IActorRef exits, OrderRequest request)
    {
        var order = OrderOf(request, OrderStatus.Expired);
        exits.Tell(new OrderUpdated(
            order, new OrderExpired(order.VenueId, default, "IOC", Some.Time), ++_sequence));
    }

    private static OrderState OrderOf(OrderRequest request, OrderStatus status) => new(
        request, new VenueClientId($"v-{request.ClientOrderId}"), status, Some.Time, Some.Time, Exit: "f1");

    private List<FlattenReport> Reports()
    {
        var reports = new List<FlattenReport>();
        while (HasMessages)
            if (ReceiveOne(TimeSpan.Zero) is FlattenReport report)
                reports.Add(report);
        return reports;
    }

    private void Pass(TimeSpan span)
    {
        _time.Advance(span);
        ((TestScheduler)Sys.Scheduler).Advance(span);
    }
}
