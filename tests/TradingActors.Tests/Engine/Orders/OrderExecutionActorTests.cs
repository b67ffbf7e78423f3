using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Orders;

public sealed class OrderExecutionActorTests : TestKit
{
    private static readonly OrderSettings Settings = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TakeoverPolicy.Cancel, HaltCancelsExternal: true, WorkingMax: 3);

    private readonly FakeTimeProvider _time = new(Some.Time);
    private readonly TestProbe _journal;
    private readonly TestProbe _risk;
    private readonly TestProbe _positions;
    private readonly TestProbe _connection;
    private readonly TestProbe _gate;
    private readonly TestProbe _marketData;
    private readonly TestProbe _parent;
    private long _sequence;

    public OrderExecutionActorTests() : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")
    {
        _journal = CreateTestProbe("journal");
        _risk = CreateTestProbe("risk");
        _positions = CreateTestProbe("positions");
        _connection = CreateTestProbe("connection");
        _gate = CreateTestProbe("gate");
        _marketData = CreateTestProbe("market-data");
        _parent = CreateTestProbe("parent");
    }

    [Fact]
    public void an_intent_is_durable_before_it_is_sent_or_answered()
    {
        var orders = Open();
        orders.Tell(Approved("a1"), TestActor);

        var batch = _journal.ExpectMsg<WriteEvents>();
        Assert.IsType<IntentRecorded>(Assert.Single(batch.Events));
        _connection.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        Written(orders, batch);

        Assert.Equal(OrderStatus.PendingSubmit, ExpectMsg<OrderAcknowledged>().Order.Status);
        Assert.Equal(1m, _connection.ExpectMsg<SendOrder>().Command.Quantity.Value);
        _risk.ExpectMsg<OrderUpdated>();
    }

    [Fact]
    public void intents_that_arrive_during_a_write_go_together_as_the_next()
    {
        var orders = Open();
        orders.Tell(Approved("a1"));
        var first = _journal.ExpectMsg<WriteEvents>();
        orders.Tell(Approved("a2"));
        orders.Tell(Approved("a3"));
        _journal.ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        Written(orders, first);

        Assert.Equal(2, _journal.ExpectMsg<WriteEvents>().Events.Count);
    }

    [Fact]
    public void a_repeat_is_answered_like_the_first_one_and_only_when_that_is_durable()
    {
        var orders = Open();
        orders.Tell(Approved("a1"), TestActor);
        var batch = _journal.ExpectMsg<WriteEvents>();
        orders.Tell(new RepeatedOrder(Some.Request("a1")), TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        Written(orders, batch);

        Assert.Equal(ExpectMsg<OrderAcknowledged>().Order.VenueId, ExpectMsg<OrderAcknowledged>().Order.VenueId);
        _connection.ExpectMsg<SendOrder>();
        _connection.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void an_id_that_the_index_knew_is_answered_as_then_and_its_reservation_returned()
    {
        var orders = Open();
        orders.Tell(Approved("old"), TestActor);
        var batch = _journal.ExpectMsg<WriteEvents>();
        var was = Some.Order("old", status: OrderStatus.Filled);

        orders.Tell(new EventsWritten(1, 0, [new KnownIntent(was.Request, was, null)]), _journal);

        Assert.Equal(OrderStatus.Filled, ExpectMsg<OrderAcknowledged>().Order.Status);
        Assert.Equal("old", _risk.ExpectMsg<ReservationReturned>().ClientOrderId.Value);
        _connection.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Assert.Single(batch.Events);
    }

    [Fact]
    public void a_refusal_is_journaled_before_it_is_answered()
    {
        var orders = Open();
        orders.Tell(new RefusedOrder(Some.Request("a1"), new Refusal(RefusalCode.QuantityOffLot, 1m, 2m)), TestActor);
        var batch = _journal.ExpectMsg<WriteEvents>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        Written(orders, batch);

        Assert.Equal(RefusalCode.QuantityOffLot, ExpectMsg<OrderRefused>().Refusal.Code);
        _risk.ExpectMsg<RefusalRecorded>();
    }

    [Fact]
    public void a_cancel_is_sent_before_it_is_journaled()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new CancelOrder(new ClientOrderId("a1")), TestActor);

        _connection.ExpectMsg<SendCancel>();
        Assert.Equal(CancelAnswerKind.Requested, ExpectMsg<CancelAnswer>().Kind);
        Assert.IsType<CancelRequested>(Assert.Single(_journal.ExpectMsg<WriteEvents>().Events));
    }

    [Fact]
    public void a_cancel_passes_while_the_journal_is_stuck()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(Approved("a2"));
        _journal.ExpectMsg<WriteEvents>();

        orders.Tell(new CancelOrder(new ClientOrderId("a1")), TestActor);

        _connection.ExpectMsg<SendCancel>();
        Assert.Equal(CancelAnswerKind.Requested, ExpectMsg<CancelAnswer>().Kind);
    }

    [Fact]
    public void an_order_cancelled_before_it_is_durable_is_never_sent()
    {
        var orders = Open();
        orders.Tell(Approved("a1"));
        var batch = _journal.ExpectMsg<WriteEvents>();
        orders.Tell(new CancelOrder(new ClientOrderId("a1")), TestActor);
        Written(orders, batch);
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        var last = FishForTerminal("a1");

        Assert.Equal(OrderStatus.NotSent, last.Status);
        _connection.ExpectMsg<OrderFinished>();
        _connection.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void a_fill_is_counted_once_however_often_it_is_told()
    {
        var orders = OpenWithWorking("a1");
        var fill = VenueFill("a1", 5, 0.4m);
        orders.Tell(fill);
        orders.Tell(fill);
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        orders.Tell(fill);

        _journal.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Assert.Equal(0.4m, _positions.ExpectMsg<OrderUpdated>().Order.FilledQuantity.Value);
        _positions.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void a_fill_after_the_cancel_is_applied()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new VenueCanceled(Id("a1"), Quantity.Zero, Some.Time));
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        orders.Tell(VenueFill("a1", 5, 0.4m));
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        _positions.ExpectMsg<OrderUpdated>();
        Assert.Equal(0.4m, _positions.ExpectMsg<OrderUpdated>().Order.FilledQuantity.Value);
    }

    [Fact]
    public void an_unanswered_order_is_asked_for_and_never_sent_again()
    {
        var recovered = Some.EmptyAccount() with { Working = [Some.Order("a1", status: OrderStatus.New)] };
        var orders = Open(recovered);
        Assert.IsType<OrderBecameUnknown>(Assert.Single(_journal.ExpectMsg<WriteEvents>().Events));

        orders.Tell(Ready());

        Assert.IsType<QueryOpenOrders>(_connection.ExpectMsg<SendQuery>().Query);
        orders.Tell(new VenueOpenOrders([], Some.Time));
        Assert.Equal(Id("a1"), Assert.IsType<QueryOrder>(_connection.ExpectMsg<SendQuery>().Query).Id);
        orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
        Assert.IsType<QueryTrades>(_connection.ExpectMsg<SendQuery>().Query);
    }

    [Fact]
    public void reconciliation_takes_fills_before_the_end_they_belong_to()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(Ready());
        Assert.IsType<QueryOpenOrders>(_connection.ExpectMsg<SendQuery>().Query);
        orders.Tell(new VenueOpenOrders([], Some.Time));
        _connection.ExpectMsg<SendQuery>();
        orders.Tell(Report("a1", VenueOrderStatus.Canceled, filled: 0.4m));
        Assert.IsType<QueryTrades>(_connection.ExpectMsg<SendQuery>().Query);
        _journal.ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        orders.Tell(new VenueTrades(Some.Btc, new TradeId(1), [VenueFill("a1", 5, 0.4m)], true, Some.Time));

        var events = _journal.ExpectMsg<WriteEvents>().Events;
        Assert.IsType<OrderFilled>(events[0]);
        Assert.IsType<OrderCanceled>(events[1]);
        Assert.IsType<QueryBalances>(_connection.ExpectMsg<SendQuery>().Query);
    }

    [Fact]
    public void a_fill_whose_answer_was_lost_is_found_by_the_venues_number()
    {
        var orders = Open(Some.EmptyAccount() with { Working = [Some.Order("a1", status: OrderStatus.New)] });
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        orders.Tell(Ready());
        _connection.ExpectMsg<SendQuery>();
        orders.Tell(new VenueOpenOrders([], Some.Time));
        _connection.ExpectMsg<SendQuery>();
        orders.Tell(Report("a1", VenueOrderStatus.Filled, filled: 1m));
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        orders.Tell(new VenueTrades(Some.Btc, new TradeId(1),
            [VenueFill("a1", 5, 1m) with { Id = new VenueClientId("") }], true, Some.Time));

        var filled = Assert.IsType<OrderFilled>(Assert.Single(_journal.ExpectMsg<WriteEvents>().Events));
        Assert.Equal(Id("a1"), filled.VenueId);
    }

    [Fact]
    public void the_desk_opens_when_the_balances_agree()
    {
        var orders = Open();
        Reconcile(orders, new AssetBalance(new Asset("USDT"), 0m, 0m));

        _parent.ExpectMsg<DeskReconciled>();
    }

    [Fact]
    public void a_difference_that_stays_holds_the_account()
    {
        var orders = Open();
        Reconcile(orders, new AssetBalance(new Asset("USDT"), 5m, 0m));
        _parent.ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        _time.Advance(TimeSpan.FromSeconds(2));
        Answer(orders, new AssetBalance(new Asset("USDT"), 5m, 0m));

        var hold = _gate.ExpectMsg<RaiseHold>().Hold;
        Assert.Equal(HoldCause.ReconciliationMismatch, hold.Cause);
        Assert.Equal(TradingMode.CancelOnly, hold.Mode);
        Assert.Contains("USDT engine 0 venue 5", hold.Reason);
    }

    [Fact]
    public void an_order_found_at_the_venue_is_adopted_as_external()
    {
        var orders = Open();
        orders.Tell(Ready());
        _connection.ExpectMsg<SendQuery>();
        orders.Tell(new VenueOpenOrders([Report("foreign", VenueOrderStatus.New, 0m)], Some.Time));

        var adopted = Assert.IsType<ExternalOrderAdopted>(Assert.Single(_journal.ExpectMsg<WriteEvents>().Events));
        Assert.Equal(Id("foreign"), adopted.VenueId);
    }

    [Fact]
    public void not_found_settles_only_what_was_never_accepted_and_only_after_time()
    {
        var orders = Open(Some.EmptyAccount() with { Working = [Some.Order("a1", status: OrderStatus.New)] });
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        for (var miss = 0; miss < 3; miss++)
            orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
        _journal.ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        _time.Advance(Settings.NotFoundAfter);
        orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));

        Assert.IsType<OrderRejectedByVenue>(Assert.Single(_journal.ExpectMsg<WriteEvents>().Events));
    }

    [Fact]
    public void a_halt_cancels_everything_and_reports_until_the_venue_has_confirmed()
    {
        var orders = OpenWithWorking("a1", "a2");
        orders.Tell(new CancelUnderHalt("h1", Scope.Everything, "test"), TestActor);

        _connection.ExpectMsg<SendCancel>();
        _connection.ExpectMsg<SendCancel>();
        var first = ExpectMsg<HaltReport>();
        Assert.Equal((2, false), (first.Pending, first.IsComplete));
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        orders.Tell(new VenueCanceled(Id("a1"), Quantity.Zero, Some.Time));
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        orders.Tell(VenueFill("a2", 9, 1m));
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        var last = FishForMessage<HaltReport>(r => r.IsComplete);
        Assert.Equal((1, 1, 0), (last.Canceled, last.FilledMeanwhile, last.Pending));
        Assert.Equal(1m, Assert.Single(last.Positions).Quantity.Value);
    }

    [Fact]
    public void a_halt_is_never_complete_while_an_order_is_unknown()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new CancelUnderHalt("h1", Scope.Everything, "test"), TestActor);
        ExpectMsg<HaltReport>();
        orders.Tell(new VenueOutcomeUnknown(Id("a1"), VenueRequestKind.Cancel, "no answer", Some.Time));
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        var report = ExpectMsg<HaltReport>();
        Assert.Equal((1, false), (report.Unknown, report.IsComplete));
        Assert.Single(report.Residual);
    }

    [Fact]
    public void a_lost_cancel_is_sent_again_when_the_order_turns_out_alive()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new CancelOrder(new ClientOrderId("a1")));
        _connection.ExpectMsg<SendCancel>();
        orders.Tell(new VenueOutcomeUnknown(Id("a1"), VenueRequestKind.Cancel, "no answer", Some.Time));

        orders.Tell(Report("a1", VenueOrderStatus.New, 0m));

        _connection.ExpectMsg<SendCancel>();
    }

    [Fact]
    public void replacing_an_unfilled_order_is_one_request()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(Approved("a2", quantity: 3m, replaces: "a1"));
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        var replace = _connection.ExpectMsg<SendReplace>().Command;
        Assert.Equal(Id("a1"), replace.OriginalId);
        Assert.Equal(3m, replace.Replacement.Quantity.Value);
    }

    [Fact]
    public void replacing_a_filling_order_asks_for_exactly_what_the_confirmed_cancel_leaves()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(VenueFill("a1", 5, 0.25m));
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        orders.Tell(Approved("a2", quantity: 3m, replaces: "a1"));
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        _connection.ExpectMsg<SendCancel>();
        orders.Tell(VenueFill("a1", 6, 0.5m));
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        orders.Tell(new VenueCanceled(Id("a1"), new Quantity(0.75m), Some.Time));
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        var sent = _connection.FishForMessage<SendOrder>(_ => true);
        Assert.Equal(2.25m, sent.Command.Quantity.Value);
    }

    [Fact]
    public void replacing_an_order_that_filled_meanwhile_sends_nothing()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(VenueFill("a1", 5, 0.25m));
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        orders.Tell(Approved("a2", quantity: 3m, replaces: "a1"));
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        _connection.ExpectMsg<SendCancel>();

        orders.Tell(VenueFill("a1", 6, 0.75m));
        Written(orders, _journal.ExpectMsg<WriteEvents>());

        Assert.Equal(OrderStatus.NotSent, FishForTerminal("a2").Status);
    }

    [Fact]
    public void working_orders_are_bounded()
    {
        var orders = OpenWithWorking("a1", "a2", "a3");
        orders.Tell(Approved("a4"), TestActor);

        _risk.ExpectMsg<ReservationReturned>();
        Written(orders, _journal.ExpectMsg<WriteEvents>());
        Assert.Equal(RefusalCode.OpenOrdersAboveLimit, ExpectMsg<OrderRefused>().Refusal.Code);
    }

    [Fact]
    public void what_an_older_epoch_left_is_cancelled_after_reconciliation()
    {
        var left = OrderIds.Make(Some.Account, 1, 7);
        var order = Some.Order("a1") with { VenueId = left, VenueOrderId = new VenueOrderId("77") };
        var orders = Open(Some.EmptyAccount(epoch: 2) with { Working = [order] });
        orders.Tell(Ready());
        _connection.ExpectMsg<SendQuery>();
        orders.Tell(new VenueOpenOrders([Report("a1", VenueOrderStatus.New, 0m) with { Id = left }], Some.Time));
        Answer(orders, new AssetBalance(new Asset("USDT"), 0m, 0m));

        Assert.Equal(left, _connection.ExpectMsg<SendCancel>().Command.Id);
    }

    [Fact]
    public void reduce_only_cancels_what_would_make_the_position_larger()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new ModeChanged(Some.Account, TradingMode.ReduceOnly, []));

        _connection.ExpectMsg<SendCancel>();
    }

    [Fact]
    public void opening_balances_wait_for_a_price_to_carry_the_position_at()
    {
        var orders = Open(Some.EmptyAccount() with { HasOpeningBalances = false });
        Reconcile(orders, new AssetBalance(new Asset("BTC"), 2m, 0m));
        _marketData.ExpectMsg<GetMarketData>();
        orders.Tell(View());
        _journal.ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        orders.Tell(View(new Quote(Some.Btc, new Price(99m), new Quantity(1m), new Price(101m), new Quantity(1m), 1, default)));

        var batch = _journal.ExpectMsg<WriteEvents>();
        var events = batch.Events;
        _parent.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        Written(orders, batch);
        Assert.IsType<OpeningBalancesTaken>(events[0]);
        Assert.Equal(100m, Assert.IsType<OpeningPositionTaken>(events[1]).CostPrice.Value);
        _parent.ExpectMsg<DeskReconciled>();
    }

    private static MarketDataView View(params Quote[] latest) => new(Some.Venue, true, 0, 0, 0, 0, 0, latest);

    private IActorRef Open(AccountSnapshot? recovered = null)
    {
        var clock = new Clock(_time);
        var orders = _parent.ChildActorOf(
            OrderExecutionActor.Props(Some.Account, Settings, recovered ?? Some.EmptyAccount(), clock));
        orders.Tell(new OrderDesk(_journal, _risk, _positions, _connection, _gate, _marketData, [], [Some.Btc]));
        orders.Tell(new VenueInstruments([Some.BtcInstrument], Some.Time));
        _connection.ExpectMsg<OpenConnection>();
        return orders;
    }

    private IActorRef OpenWithWorking(params string[] ids) => Open(Some.EmptyAccount() with
    {
        Working = [.. ids.Select(id => Some.Order(id) with { VenueOrderId = new VenueOrderId("77") })],
    });

    private void Reconcile(IActorRef orders, AssetBalance balance)
    {
        orders.Tell(Ready());
        Answer(orders, balance);
    }

    /// <summary>Answers queries, whatever they are, until the balances have been asked for.</summary>
    private void Answer(IActorRef orders, AssetBalance balance)
    {
        while (true)
        {
            var query = _connection.FishForMessage<SendQuery>(_ => true, TimeSpan.FromSeconds(5)).Query;
            orders.Tell(query switch
            {
                QueryOpenOrders => new VenueOpenOrders([], Some.Time),
                QueryTrades trades => new VenueTrades(trades.Symbol, trades.FromId, [], true, Some.Time),
                QueryOrder order => new VenueOrderNotFound(order.Id, Some.Time),
                _ => new VenueBalances([balance], Some.Time),
            });
            if (query is QueryBalances)
                return;
        }
    }

    private OrderState FishForTerminal(string id) => _positions
        .FishForMessage<OrderUpdated>(u => u.Order.Request.ClientOrderId.Value == id && u.Order.IsTerminal).Order;

    private void Written(IActorRef orders, WriteEvents batch)
    {
        _sequence += batch.Events.Count;
        orders.Tell(new EventsWritten(_sequence, batch.Events.Count, []), _journal);
    }

    private static ApprovedOrder Approved(string id, decimal quantity = 1m, string? replaces = null) =>
        new(Some.Request(id, quantity), replaces is null ? null : new ClientOrderId(replaces), false, default);

    private static ConnectionChanged Ready() =>
        new(Some.Account, ConnectionPhase.Ready, "test", 1, Some.Time);

    private static VenueClientId Id(string id) => new($"v-{id}");

    private static VenueFill VenueFill(string id, long trade, decimal quantity) => new(Id(id), new VenueOrderId("77"),
        Some.Btc, new TradeId(trade), Side.Buy, new Price(100m), new Quantity(quantity), 0m, new Asset("USDT"), true,
        default, Some.Time);

    private static VenueOrderReport Report(string id, VenueOrderStatus status, decimal filled) => new(Id(id),
        new VenueOrderId("77"), Some.Btc, Side.Buy, OrderType.Limit, TimeInForce.Gtc, new Price(100m),
        new Quantity(1m), new Quantity(filled), status, Some.Time);
}
