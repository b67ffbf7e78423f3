using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;
using TradingActors.Engine.Strategies;
using Xunit;

namespace TradingActors.Tests.Engine.Strategies;

public sealed class StrategyActorTests : PatientTestKit
{
    private const string Config =
        "akka { scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\", loglevel = OFF }";

    private static readonly StrategyId Me = new("mine");

    private readonly FakeTimeProvider _time = new();
    private readonly TestProbe _risk;
    private readonly TestProbe _orders;
    private readonly TestProbe _positions;
    private readonly TestProbe _market;
    private readonly Script _script = new();
    private readonly IActorRef _actor;

    public StrategyActorTests()
        : base(Config)
    {
        _risk = CreateTestProbe();
        _orders = CreateTestProbe();
        _positions = CreateTestProbe();
        _market = CreateTestProbe();
        _actor = Sys.ActorOf(Props.Create(() => new Account(StrategyActor.Props(
            new("main"), Me, _script, new[] { FakeStrategyContext.Btc }, _risk.Ref, _orders.Ref,
            _positions.Ref, _market.Ref, 1, "mine-7-", new Clock(_time)), TestActor)));
        Assert.Equal(Me, _orders.ExpectMsg<SubscribeOrders>().Strategy);
        _orders.ExpectMsg<GetOrders>();
        _positions.ExpectMsg<SubscribePositions>();
        Assert.Equal([FakeStrategyContext.Btc], _market.ExpectMsg<SubscribeMarketData>().Symbols);
    }

    [Fact]
    public void starts_when_instruments_positions_and_orders_are_known_and_then_hears_the_latest_quote()
    {
        _actor.Tell(new QuoteChanged(Quote(1, 2)));
        _actor.Tell(new QuoteChanged(Quote(3, 4)));
        _actor.Tell(Positions(0.5m));
        _actor.Tell(new OrdersView([Order("old"), Order("other", strategy: "theirs")], []));
        Assert.Empty(Calls());

        _actor.Tell(new InstrumentsKnown([FakeStrategyContext.Instrument()]));

        Assert.Equal(["start held=0.5 working=old", "quote 3"], Calls());
    }

    [Fact]
    public void does_not_start_on_instruments_that_lack_its_own()
    {
        _actor.Tell(Positions(0));
        _actor.Tell(new OrdersView([], []));
        var other = FakeStrategyContext.Instrument() with { Symbol = new("ETHUSDT") };
        _actor.Tell(new InstrumentsKnown([other]));

        Assert.Empty(Calls());
    }

    [Fact]
    public void orders_go_to_risk_under_ids_that_hold_the_prefix()
    {
        Start();

        Call(c => Place(c));
        Call(c => c.Place(FakeStrategyContext.Btc, Side.Sell, OrderType.Market, new(2), reduceOnly: true));

        var first = _risk.ExpectMsg<PlaceOrder>().Request;
        var second = _risk.ExpectMsg<PlaceOrder>().Request;
        Assert.Equal("mine-7-1", first.ClientOrderId.Value);
        Assert.Equal(
            (Me, OrderType.PostOnly, new Price(100)), (first.Strategy, first.Type, first.LimitPrice!.Value));
        Assert.Equal("mine-7-2", second.ClientOrderId.Value);
        Assert.True(second is { ReduceOnly: true, LimitPrice: null });
    }

    [Fact]
    public void an_orders_life_is_told_once_each_step()
    {
        Start();
        Call(c => Place(c));
        var order = Order("mine-7-1", OrderStatus.PendingSubmit);

        _actor.Tell(new OrderAcknowledged(order));
        _actor.Tell(Updated(order));
        _actor.Tell(Updated(order with { Status = OrderStatus.Accepted }));
        _actor.Tell(new OrderUpdated(
            order with { Status = OrderStatus.Filled, FilledQuantity = new(1) },
            new OrderFilled(order.VenueId, FakeStrategyContext.Btc, new("BTC"), new("USDT"), new(9), Side.Buy,
                new(100), new(1), 0.001m, new("BTC"), true, DateTimeOffset.UnixEpoch), 3));

        Assert.Equal(
            [
                "order mine-7-1 PendingSubmit working=mine-7-1",
                "order mine-7-1 Accepted working=mine-7-1",
                "order mine-7-1 Filled fill=9 working=",
            ],
            Calls());
    }

    [Fact]
    public void a_refusal_is_told_once_though_it_comes_as_answer_and_as_publication()
    {
        Start();
        Call(c => Place(c));
        var request = _risk.ExpectMsg<PlaceOrder>().Request;
        var refusal = new Refusal(RefusalCode.NotionalAboveMax, 5, 6);

        _actor.Tell(new OrderRefused(request, refusal));
        _actor.Tell(new RefusalRecorded(request, refusal, 1));

        Assert.Equal(["order mine-7-1 NOTIONAL_ABOVE_MAX limit=5 was=6 working="], Calls());
    }

    [Fact]
    public void a_cancel_waits_for_the_answer_to_the_order_that_it_could_overtake()
    {
        Start();
        Call(c => c.Cancel(Place(c)));
        _orders.ExpectNoMsg(TimeSpan.Zero);

        _actor.Tell(new OrderAcknowledged(Order("mine-7-1", OrderStatus.PendingSubmit)));

        Assert.Equal("mine-7-1", _orders.ExpectMsg<CancelOrder>().ClientOrderId.Value);
        Call(c => c.Cancel(new("mine-7-1")));
        Assert.Equal("mine-7-1", _orders.ExpectMsg<CancelOrder>().ClientOrderId.Value);
    }

    [Fact]
    public void cancel_all_reaches_what_works_and_what_is_still_unanswered()
    {
        Start();
        Call(c =>
        {
            Place(c);
            c.CancelAll();
        });

        Assert.Equal(Me, _orders.ExpectMsg<CancelAllOrders>().Strategy);
        _actor.Tell(new OrderAcknowledged(Order("mine-7-1", OrderStatus.PendingSubmit)));
        Assert.Equal("mine-7-1", _orders.ExpectMsg<CancelOrder>().ClientOrderId.Value);
    }

    [Fact]
    public void a_replacement_takes_the_terms_of_the_original_over()
    {
        Start();
        _actor.Tell(Updated(Order("old", OrderStatus.Accepted)));
        Call(c => c.Replace(new("old"), new(3), new(99)));

        var replace = _risk.ExpectMsg<ReplaceOrder>();

        Assert.Equal("old", replace.Original.Value);
        var wanted = Order("mine-7-1").Request with { Quantity = new(3), LimitPrice = new Price(99) };
        Assert.Equal(wanted, replace.Request);
    }

    [Theory]
    [InlineData(false, false, OrderType.StopLoss)]
    [InlineData(false, true, OrderType.StopLossLimit)]
    [InlineData(true, false, OrderType.TakeProfit)]
    [InlineData(true, true, OrderType.TakeProfitLimit)]
    public void stops_go_to_risk_as_the_type_that_their_prices_make_them(
        bool takesProfit, bool limited, OrderType type)
    {
        Start();
        Price? limit = limited ? new Price(89) : null;
        Call(c =>
        {
            if (takesProfit)
                c.PlaceTakeProfit(FakeStrategyContext.Btc, Side.Sell, new(2), new(90), limit, reduceOnly: true);
            else
                c.PlaceStopLoss(FakeStrategyContext.Btc, Side.Sell, new(2), new(90), limit, reduceOnly: true);
        });

        var wanted = new OrderRequest(new("mine-7-1"), FakeStrategyContext.Btc, Side.Sell, type, TimeInForce.Gtc,
            new(2), limit, ReduceOnly: true, Me, StopPrice: new Price(90));
        Assert.Equal(wanted, _risk.ExpectMsg<PlaceOrder>().Request);
    }

    [Fact]
    public void a_stop_is_moved_by_replacing_its_stop_price_alone()
    {
        Start();
        var stop = Order("old") with
        {
            Request = Order("old").Request with { Type = OrderType.StopLoss, LimitPrice = null, StopPrice = new(90) },
        };
        _actor.Tell(Updated(stop));
        Call(c => c.Replace(new("old"), new(1), stopPrice: new(95)));

        var request = _risk.ExpectMsg<ReplaceOrder>().Request;
        Assert.Equal(stop.Request with { ClientOrderId = new("mine-7-1"), StopPrice = new(95) }, request);
    }

    [Fact]
    public void replacing_what_does_not_work_is_refused_without_asking()
    {
        Start();

        Call(c => c.Replace(new("gone"), new(3), new(99)));

        Assert.Equal(["order mine-7-1 ORIGINAL_NOT_REPLACEABLE (gone is not working) working="], Calls());
        _risk.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void the_timer_runs_at_the_interval_that_the_strategy_asks_for()
    {
        Start();
        Call(c => c.TimerInterval = TimeSpan.FromSeconds(1));

        Advance(TimeSpan.FromSeconds(1));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["timer", "timer"], Calls());
        Call(c => c.TimerInterval = TimeSpan.Zero);
        Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(Calls());
    }

    [Fact]
    public void a_stopped_strategy_is_not_called_again()
    {
        Start();
        _actor.Tell(new StopStrategy(), TestActor);
        ExpectMsg(new StrategyStopped(new("main"), Me));

        _actor.Tell(new QuoteChanged(Quote(1, 2)));
        _actor.Tell(Updated(Order("old", OrderStatus.Canceled)));

        Assert.Empty(Calls());
    }

    [Fact]
    public void its_context_is_dead_outside_of_calls()
    {
        Start();
        IStrategyContext? kept = null;
        Call(c => kept = c);

        Assert.Throws<InvalidOperationException>(() => Place(kept!));
        _risk.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void an_exception_of_the_strategy_reaches_the_supervisor()
    {
        Start();

        _script.Next = _ => throw new InvalidOperationException("the strategy is broken");
        _actor.Tell(new QuoteChanged(Quote(1, 2)));

        Assert.Equal("the strategy is broken", ExpectMsg<Account.Failed>().Reason);
    }

    private static ClientOrderId Place(IStrategyContext context) => context.Place(
        FakeStrategyContext.Btc, Side.Buy, OrderType.PostOnly, new(1), new Price(100));

    private static PositionsView Positions(decimal held) => new(
        [new PositionView(PositionState.Flat(FakeStrategyContext.Btc) with { Quantity = new(held) }, null)],
        [], default, null, []);

    private static OrderState Order(
        string id, OrderStatus status = OrderStatus.Accepted, string strategy = "mine") => new(
        new OrderRequest(new(id), FakeStrategyContext.Btc, Side.Buy, OrderType.PostOnly, TimeInForce.Gtc,
            new(1), new(100), false, new StrategyId(strategy)),
        new("v-" + id), status, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private static OrderUpdated Updated(OrderState order) => new(
        order, new OrderAccepted(order.VenueId, new("1"), DateTimeOffset.UnixEpoch), 1);

    private Quote Quote(decimal bid, decimal ask) =>
        new(FakeStrategyContext.Btc, new(bid), new(1), new(ask), new(1), 1, new Clock(_time).Now);

    private void Start()
    {
        _actor.Tell(Positions(0));
        _actor.Tell(new OrdersView([], []));
        _actor.Tell(new InstrumentsKnown([FakeStrategyContext.Instrument()]));
        Assert.Single(Calls());
    }

    /// <summary>Lets the strategy do something, within a call.</summary>
    private void Call(Action<IStrategyContext> what)
    {
        _script.Next = what;
        _actor.Tell(new QuoteChanged(Quote(1, 2)));
        AwaitCondition(() => _script.Next is null);
    }

    /// <summary>The calls since the last look; everything told before has been handled.</summary>
    private string[] Calls()
    {
        _actor.Tell(new Account.Sync(), TestActor);
        ExpectMsg<Account.Sync>();
        var calls = _script.Calls.ToArray();
        _script.Calls.Clear();
        return calls;
    }

    private void Advance(TimeSpan span)
    {
        _time.Advance(span);
        ((TestScheduler)Sys.Scheduler).Advance(span);
        _actor.Tell(new Account.Sync(), TestActor);
        ExpectMsg<Account.Sync>();
    }

    private sealed class Script : IStrategy
    {
        public List<string> Calls { get; } = [];

        public Action<IStrategyContext>? Next { get; set; }

        public void OnStart(IStrategyContext context) =>
            Calls.Add($"start held={context.Position(FakeStrategyContext.Btc)} {Working(context)}");

        public void OnQuote(IStrategyContext context, in Quote quote)
        {
            if (Next is null)
                Calls.Add($"quote {quote.Bid}");
            Next?.Invoke(context);
            Next = null;
        }

        public void OnTrade(IStrategyContext context, in MarketTrade trade) => Calls.Add($"trade {trade.Id}");

        public void OnOrder(IStrategyContext context, StrategyOrder order)
        {
            var fill = order.LastFill is { } f ? $" fill={f.TradeId}" : "";
            var what = order.State?.Status.ToString() ?? order.Refusal!.ToString();
            Calls.Add($"order {order.Id} {what}{fill} {Working(context)}");
        }

        public void OnTimer(IStrategyContext context) => Calls.Add("timer");

        private static string Working(IStrategyContext context) =>
            "working=" + string.Join(",", context.WorkingOrders.Select(o => o.Request.ClientOrderId.Value));
    }

    /// <summary>Supervises the strategy as an account does, and passes messages on.</summary>
    private sealed class Account : UntypedActor
    {
        private readonly IActorRef _child;
        private readonly IActorRef _test;

        public Account(Props strategy, IActorRef test)
        {
            _test = test;
            _child = Context.ActorOf(strategy);
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
        {
            _test.Tell(new Failed(failure.Message));
            return Directive.Stop;
        });

        protected override void OnReceive(object message)
        {
            if (message is Sync)
                _child.Tell(new Identify(message));
            else if (message is ActorIdentity { MessageId: Sync })
                _test.Tell(new Sync());
            else
                _child.Forward(message);
        }

        internal sealed record Sync;

        internal sealed record Failed(string Reason);
    }
}
