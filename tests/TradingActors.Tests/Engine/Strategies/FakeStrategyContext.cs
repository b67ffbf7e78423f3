using System.Globalization;
using TradingActors.Domain;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.Engine.Strategies;

namespace TradingActors.Tests.Engine.Strategies;

/// <summary>An account and venue that do exactly what the test says, one call after the other.</summary>
internal sealed class FakeStrategyContext : IStrategyContext
{
    public static readonly Symbol Btc = new("BTCUSDT");

    private readonly Dictionary<ClientOrderId, OrderState> _working = [];
    private int _lastId;

    public List<string> Asked { get; } = [];

    public Queue<OrderRequest> Unanswered { get; } = new();

    public Dictionary<ClientOrderId, ClientOrderId> Replaces { get; } = [];

    public Quantity Held { get; set; }

    public AccountId Account => new("main");

    public StrategyId Strategy => new("test");

    public Instant Now { get; private set; } = new(DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));

    public Random Random { get; } = new(1);

    public TimeSpan TimerInterval { get; set; }

    public IReadOnlyList<Instrument> Instruments { get; set; } = [Instrument()];

    public IReadOnlyCollection<OrderState> WorkingOrders => _working.Values;

    public static Instrument Instrument() => new(
        Btc, new("BTC"), new("USDT"), InstrumentStatus.Trading, new(0.01m), new(1_000_000), new(0.01m),
        new(0.0001m), new(9_000), new(0.0001m), new(5), new(9_000_000));

    public Quote Quote(decimal bid, decimal ask) => new(Btc, new(bid), new(1), new(ask), new(1), 1, Now);

    public Quantity Position(Symbol symbol) => Held;

    public ClientOrderId Place(
        Symbol symbol,
        Side side,
        OrderType type,
        Quantity quantity,
        Price? limitPrice = null,
        TimeInForce timeInForce = TimeInForce.Gtc,
        bool reduceOnly = false) =>
        Place(new(NextId(), symbol, side, type, timeInForce, quantity, limitPrice, reduceOnly));

    public ClientOrderId PlaceStopLoss(
        Symbol symbol,
        Side side,
        Quantity quantity,
        Price stopPrice,
        Price? limitPrice = null,
        bool reduceOnly = false) =>
        Place(new(NextId(), symbol, side, limitPrice is null ? OrderType.StopLoss : OrderType.StopLossLimit,
            TimeInForce.Gtc, quantity, limitPrice, reduceOnly, StopPrice: stopPrice));

    public ClientOrderId PlaceTakeProfit(
        Symbol symbol,
        Side side,
        Quantity quantity,
        Price stopPrice,
        Price? limitPrice = null,
        bool reduceOnly = false) =>
        Place(new(NextId(), symbol, side, limitPrice is null ? OrderType.TakeProfit : OrderType.TakeProfitLimit,
            TimeInForce.Gtc, quantity, limitPrice, reduceOnly, StopPrice: stopPrice));

    public void Cancel(ClientOrderId id) => Asked.Add($"cancel {id}");

    public void CancelAll() => Asked.Add("cancel all");

    public ClientOrderId Replace(
        ClientOrderId original, Quantity totalQuantity, Price? limitPrice = null, Price? stopPrice = null)
    {
        var id = NextId();
        var request = _working[original].Request with
        {
            ClientOrderId = id,
            Quantity = totalQuantity,
            LimitPrice = limitPrice ?? _working[original].Request.LimitPrice,
            StopPrice = stopPrice ?? _working[original].Request.StopPrice,
        };
        Unanswered.Enqueue(request);
        Replaces.Add(id, original);
        Asked.Add(Text($"{id} replaces {original} {totalQuantity} @ {limitPrice}"));
        return id;
    }

    public void Log(string message)
    {
    }

    public void Pass(TimeSpan span) => Now = Now.Plus(span);

    /// <summary>What was asked for since the last look.</summary>
    public string[] Take()
    {
        var asked = Asked.ToArray();
        Asked.Clear();
        return asked;
    }

    /// <summary>
    /// The oldest unanswered request now stands at the status, and the strategy hears of it.
    /// </summary>
    public ClientOrderId Answer(IStrategy strategy, OrderStatus status)
    {
        var request = Unanswered.Dequeue();
        var order = new OrderState(
            request, new VenueClientId($"v-{request.ClientOrderId}"), status, Now.Wall, Now.Wall);
        Tell(strategy, order);
        return request.ClientOrderId;
    }

    public void Refuse(IStrategy strategy, RefusalCode code) => strategy.OnOrder(
        this, new StrategyOrder(Unanswered.Dequeue().ClientOrderId, null, new Refusal(code), null));

    /// <summary>A working order changes.</summary>
    public void Change(IStrategy strategy, ClientOrderId id, OrderStatus status) =>
        Tell(strategy, _working[id] with { Status = status });

    public void Fill(IStrategy strategy, ClientOrderId id, decimal quantity)
    {
        var order = _working[id];
        var filled = order.FilledQuantity + new Quantity(quantity);
        var request = order.Request;
        Tell(
            strategy,
            order with
            {
                FilledQuantity = filled,
                Status = filled == order.Quantity ? OrderStatus.Filled : OrderStatus.PartiallyFilled,
            },
            new StrategyFill(
                new(1), request.Side, request.LimitPrice ?? new(1), new(quantity), 0, new("BTC")));
        Held += new Quantity(request.Side.Sign() * quantity);
    }

    private void Tell(IStrategy strategy, OrderState order, StrategyFill? fill = null)
    {
        if (order.IsTerminal)
            _working.Remove(order.Request.ClientOrderId);
        else
            _working[order.Request.ClientOrderId] = order;
        strategy.OnOrder(this, new StrategyOrder(order.Request.ClientOrderId, order, null, fill));
    }

    private ClientOrderId Place(OrderRequest request)
    {
        Unanswered.Enqueue(request);
        Asked.Add(Text($"{request.ClientOrderId} {request.Side} {request.Type} {request.TimeInForce} {request.Quantity} @ {request.LimitPrice}"));
        return request.ClientOrderId;
    }

    private ClientOrderId NextId() => new(Text($"o{++_lastId}"));

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture).TrimEnd();
}
