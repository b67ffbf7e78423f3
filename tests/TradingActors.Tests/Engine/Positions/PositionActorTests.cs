using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using Xunit;

namespace TradingActors.Tests.Engine.Positions;

public sealed class PositionActorTests : PatientTestKit
{
    private const string VirtualTime = """
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        """;

    private static readonly AccountId Account = new("desk");
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Symbol Eth = new("ETHUSDT");

    private readonly FakeTimeProvider _time = new();
    private readonly TestProbe _listener;
    private readonly TestProbe _marketData;
    private readonly TestProbe _orders;
    private readonly IActorRef _positions;
    private long _sequenceNumber;

    public PositionActorTests() : base(VirtualTime)
    {
        _listener = CreateTestProbe();
        _marketData = CreateTestProbe();
        _orders = CreateTestProbe();
        var account = new AccountState();
        account.Apply(new OpeningBalancesTaken(
            [new OpeningBalance(new Asset("USDT"), 1_000m), new OpeningBalance(new Asset("BTC"), 2m)], [],
            _time.GetUtcNow()));
        account.Apply(new OpeningPositionTaken(Btc, new Quantity(2m), new Price(100m), default));
        _positions = Sys.ActorOf(PositionActor.Props(
            Account, account.ToSnapshot(), TimeSpan.Zero, _orders, _marketData, [_listener],
            new Clock(_time)));
        Assert.Equal(MarketDataKinds.Quotes, _marketData.ExpectMsg<SubscribeMarketData>().Kinds);
    }

    [Fact]
    public void starts_from_what_the_accounts_stream_says()
    {
        var view = View();
        var position = Assert.Single(view.Positions);
        Assert.Equal((2m, 200m), (position.Quantity.Value, position.Cost.Value));
        Assert.Equal([new CashBalance(new Asset("BTC"), 2m), new CashBalance(new Asset("USDT"), 1_000m)], view.Balances);
        Assert.Null(view.UnrealizedPnl);
    }

    [Fact]
    public void publishes_a_fill_at_once_and_counts_a_repeat_once()
    {
        var fill = Filled(Btc, 1m, 130m, fee: 0.13m);
        _positions.Tell(fill);
        var changed = _listener.ExpectMsg<PositionChanged>();
        Assert.Equal(Account, changed.Account);
        Assert.Equal((3m, 330m, -0.13m), (changed.Position.Quantity.Value, changed.Position.Cost.Value,
            changed.Position.RealizedPnl.Value));
        Assert.Equal(new StrategyId("s"), changed.OfStrategy!.Strategy);
        Assert.Equal((1m, 130m, 2m), (changed.OfStrategy.Position.Quantity.Value,
            changed.OfStrategy.Position.Cost.Value, changed.OfStrategy.Position.Traded.Slippage.Value));
        _positions.Tell(fill);
        var view = View();
        Assert.Equal(3m, view.Positions[0].Quantity.Value);
        Assert.Equal([new CashBalance(new Asset("BTC"), 3m), new CashBalance(new Asset("USDT"), 869.87m)], view.Balances);
        _listener.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void takes_in_facts_that_are_about_no_order()
    {
        _positions.Tell(new AccountFactRecorded(new BalanceTransferred(new Asset("USDT"), -100m, default), 1));
        _positions.Tell(new AccountFactRecorded(new OpeningPositionTaken(Eth, new Quantity(1m), new Price(10m), default), 2));
        Assert.Equal(Eth, _listener.ExpectMsg<PositionChanged>().Position.Symbol);
        Assert.Contains(new CashBalance(new Asset("USDT"), 900m), View().Balances);
    }

    [Fact]
    public void marks_by_the_middle_of_sound_quotes_alone()
    {
        Quote(Btc, 109m, 111m);
        Quote(Btc, 150m, 140m);
        Quote(Eth, 9m, 11m);
        var view = View();
        Assert.Equal((110m, 20m), (view.Positions[0].Mark!.Value.Value, view.Positions[0].UnrealizedPnl!.Value.Value));
        Assert.Equal(20m, view.UnrealizedPnl!.Value.Value);
    }

    [Fact]
    public void unrealised_profit_is_known_only_when_every_open_position_is_marked()
    {
        _positions.Tell(Filled(Eth, 1m, 10m));
        Quote(Btc, 109m, 111m);
        Assert.Null(View().UnrealizedPnl);
        Quote(Eth, 11m, 13m);
        Assert.Equal(22m, View().UnrealizedPnl!.Value.Value);
    }

    [Fact]
    public void publishes_marks_at_most_once_a_second_and_the_newest_then()
    {
        Quote(Btc, 109m, 111m);
        Assert.Equal(110m, _listener.ExpectMsg<PositionChanged>().Position.Mark!.Value.Value);
        Quote(Btc, 110m, 112m);
        Quote(Btc, 119m, 121m);
        View();
        _listener.ExpectNoMsg(TimeSpan.Zero);
        Advance(TimeSpan.FromMilliseconds(999));
        View();
        _listener.ExpectNoMsg(TimeSpan.Zero);
        Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(120m, _listener.ExpectMsg<PositionChanged>().Position.Mark!.Value.Value);
        Advance(TimeSpan.FromSeconds(5));
        View();
        _listener.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void a_mark_of_a_closed_position_is_not_published()
    {
        _positions.Tell(Filled(Btc, -2m, 100m));
        _listener.ExpectMsg<PositionChanged>();
        Quote(Btc, 109m, 111m);
        View();
        _listener.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void a_subscriber_gets_the_positions_at_once_and_every_change_after()
    {
        var subscriber = CreateTestProbe();
        _positions.Tell(new SubscribePositions(), subscriber);
        Assert.Single(subscriber.ExpectMsg<PositionsView>().Positions);
        _positions.Tell(new SubscribePositions(), subscriber);
        subscriber.ExpectMsg<PositionsView>();
        _positions.Tell(Filled(Btc, 1m, 100m));
        Assert.Equal(3m, subscriber.ExpectMsg<PositionChanged>().Position.Quantity.Value);
        View();
        subscriber.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void has_the_end_of_the_day_journaled_with_the_marks_after_it()
    {
        Quote(Btc, 109m, 111m);
        Advance(TimeSpan.FromDays(1));
        _orders.ExpectNoMsg(TimeSpan.Zero);
        Quote(Btc, 119m, 121m);
        View();
        Advance(TimeSpan.FromSeconds(1));

        var rolled = Assert.IsType<DayRolled>(_orders.ExpectMsg<RecordFact>().Event);

        Assert.Equal((new DateOnly(2000, 1, 1), 120m), (rolled.Day, Assert.Single(rolled.Marks).Price.Value));
        Advance(TimeSpan.FromHours(1));
        View();
        _orders.ExpectNoMsg(TimeSpan.Zero);
    }

    private OrderUpdated Filled(Symbol symbol, decimal size, decimal price, decimal fee = 0m)
    {
        var side = size > 0m ? Side.Buy : Side.Sell;
        var quantity = new Quantity(Math.Abs(size));
        var id = new VenueClientId("v");
        var request = new OrderRequest(new ClientOrderId("c"), symbol, side, OrderType.Limit, TimeInForce.Gtc, quantity,
            new Price(price), Strategy: new StrategyId("s"));
        return new OrderUpdated(
            new OrderState(request, id, OrderStatus.Filled, default, default, FilledQuantity: quantity,
                ArrivalPrice: new Price(price - 2m)),
            new OrderFilled(id, symbol, new Asset(symbol.Value[..^4]), new Asset("USDT"), new TradeId(_sequenceNumber + 1), side,
                new Price(price), quantity, fee, new Asset("USDT"), true, default),
            ++_sequenceNumber);
    }

    private void Quote(Symbol symbol, decimal bid, decimal ask) => _positions.Tell(new QuoteChanged(new Quote(
        symbol, new Price(bid), new Quantity(1m), new Price(ask), new Quantity(1m), 1,
        new Instant(_time.GetUtcNow(), default))));

    private void Advance(TimeSpan span)
    {
        _time.Advance(span);
        ((TestScheduler)Sys.Scheduler).Advance(span);
    }

    /// <summary>Also a barrier: everything told before has been handled when it returns.</summary>
    private PositionsView View()
    {
        _positions.Tell(new GetPositions(), TestActor);
        return ExpectMsg<PositionsView>();
    }
}
