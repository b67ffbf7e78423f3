using System.Globalization;
using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Strategies;

/// <summary>
/// What a strategy sees and does, kept by its actor: own orders as they were published, positions, and the
/// requests that have no answer yet. A cancel of such a request waits for the answer, because it could
/// overtake it.
/// </summary>
internal sealed class StrategyContext : IStrategyContext
{
    /// <summary>
    /// A strategy with so many requests unanswered is broken: asking for one more throws, which stops it.
    /// </summary>
    public const int UnansweredMax = 10_000;

    private readonly IActorRef _self;
    private readonly IActorRef _risk;
    private readonly IActorRef _orders;
    private readonly string _idPrefix;
    private readonly ILoggingAdapter _log;
    private readonly Dictionary<ClientOrderId, OrderState> _working = [];
    private readonly Dictionary<ClientOrderId, OrderRequest> _unanswered = [];
    private readonly HashSet<ClientOrderId> _cancelWhenAnswered = [];
    private readonly Dictionary<Symbol, Quantity> _positions = [];
    private long _lastId;
    private Instant _now;
    private bool _isInCall;

    public StrategyContext(
        AccountId account,
        StrategyId strategy,
        IActorRef self,
        IActorRef risk,
        IActorRef orders,
        ulong seed,
        string idPrefix,
        ILoggingAdapter log)
    {
        Account = account;
        Strategy = strategy;
        Random = new Random((int)(seed ^ (seed >> 32)));
        _self = self;
        _risk = risk;
        _orders = orders;
        _idPrefix = idPrefix;
        _log = log;
    }

    public AccountId Account { get; }

    public StrategyId Strategy { get; }

    public Instant Now => InCall()._now;

    public Random Random { get; }

    public TimeSpan TimerInterval
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    }

    public IReadOnlyList<Instrument> Instruments { get; set; } = [];

    public IReadOnlyCollection<OrderState> WorkingOrders => _working.Values;

    public Quantity Position(Symbol symbol) => _positions.GetValueOrDefault(symbol);

    public ClientOrderId Place(
        Symbol symbol,
        Side side,
        OrderType type,
        Quantity quantity,
        Price? limitPrice = null,
        TimeInForce timeInForce = TimeInForce.Gtc,
        bool reduceOnly = false) => Place(new OrderRequest(
            NextId(), symbol, side, type, timeInForce, quantity, limitPrice, reduceOnly, Strategy));

    public ClientOrderId PlaceStopLoss(
        Symbol symbol,
        Side side,
        Quantity quantity,
        Price stopPrice,
        Price? limitPrice = null,
        bool reduceOnly = false) => PlaceConditional(
            limitPrice is null ? OrderType.StopLoss : OrderType.StopLossLimit,
            symbol, side, quantity, stopPrice, limitPrice, reduceOnly);

    public ClientOrderId PlaceTakeProfit(
        Symbol symbol,
        Side side,
        Quantity quantity,
        Price stopPrice,
        Price? limitPrice = null,
        bool reduceOnly = false) => PlaceConditional(
            limitPrice is null ? OrderType.TakeProfit : OrderType.TakeProfitLimit,
            symbol, side, quantity, stopPrice, limitPrice, reduceOnly);

    public void Cancel(ClientOrderId id)
    {
        if (InCall()._unanswered.ContainsKey(id))
            _cancelWhenAnswered.Add(id);
        else
            _orders.Tell(new CancelOrder(id), _self);
    }

    public void CancelAll()
    {
        _cancelWhenAnswered.UnionWith(InCall()._unanswered.Keys);
        _orders.Tell(new CancelAllOrders("the strategy cancels all", null, Strategy), _self);
    }

    public ClientOrderId Replace(
        ClientOrderId original, Quantity totalQuantity, Price? limitPrice = null, Price? stopPrice = null)
    {
        var id = NextId();
        var replaced = _working.TryGetValue(original, out var working) ? working.Request
            : _unanswered.GetValueOrDefault(original);
        if (replaced is null)
        {
            var why = $"{original} is not working";
            _self.Tell(
                new RefusedHere(id, new Refusal(RefusalCode.OriginalNotReplaceable, Detail: why)), _self);
            return id;
        }

        var request = replaced with
        {
            ClientOrderId = id,
            Quantity = totalQuantity,
            LimitPrice = limitPrice ?? replaced.LimitPrice,
            StopPrice = stopPrice ?? replaced.StopPrice,
        };
        _risk.Tell(new ReplaceOrder(original, request), _self);
        return Ask(request);
    }

    public void Log(string message) => _log.Info("{0}/{1}: {2}", Account, Strategy, message);

    /// <summary>Opens the context for one call; outside of calls a strategy may not act.</summary>
    public void Enter(Instant now)
    {
        _now = now;
        _isInCall = true;
    }

    public void Leave() => _isInCall = false;

    public bool IsWorking(ClientOrderId id) => _working.ContainsKey(id);

    public void Take(PositionView position) => _positions[position.Symbol] = position.Quantity;

    /// <summary>The orders that an earlier life left working.</summary>
    public void Adopt(IEnumerable<OrderState> working)
    {
        foreach (var order in working)
            if (order.Request.Strategy == Strategy)
                _working[order.Request.ClientOrderId] = order;
    }

    /// <summary>Takes an order's state over; false when it says nothing new.</summary>
    public bool Take(OrderState order)
    {
        var id = order.Request.ClientOrderId;
        Answered(id, exists: !order.IsTerminal);
        if (_working.TryGetValue(id, out var known) && known == order)
            return false;

        if (order.IsTerminal)
            _working.Remove(id);
        else
            _working[id] = order;
        return true;
    }

    /// <summary>The request was refused; false when that is known already.</summary>
    public bool TakeRefusal(ClientOrderId id) => Answered(id, exists: false);

    private bool Answered(ClientOrderId id, bool exists)
    {
        if (!_unanswered.Remove(id))
            return false;

        if (_cancelWhenAnswered.Remove(id) && exists)
            _orders.Tell(new CancelOrder(id), _self);
        return true;
    }

    private ClientOrderId PlaceConditional(
        OrderType type,
        Symbol symbol,
        Side side,
        Quantity quantity,
        Price stopPrice,
        Price? limitPrice,
        bool reduceOnly) => Place(new OrderRequest(
            NextId(), symbol, side, type, TimeInForce.Gtc, quantity, limitPrice, reduceOnly, Strategy,
            stopPrice));

    private ClientOrderId Place(OrderRequest request)
    {
        _risk.Tell(new PlaceOrder(request), _self);
        return Ask(request);
    }

    private ClientOrderId Ask(OrderRequest request)
    {
        _unanswered.Add(request.ClientOrderId, request);
        return request.ClientOrderId;
    }

    private ClientOrderId NextId()
    {
        if (InCall()._unanswered.Count >= UnansweredMax)
            throw new InvalidOperationException($"{Strategy} has {UnansweredMax} requests without an answer");

        return new ClientOrderId(_idPrefix + (++_lastId).ToString(CultureInfo.InvariantCulture));
    }

    private StrategyContext InCall() => _isInCall
        ? this
        : throw new InvalidOperationException($"{Strategy} used its context outside of the engine's calls");

    /// <summary>A request that could not even be asked for.</summary>
    internal sealed record RefusedHere(ClientOrderId Id, Refusal Refusal);
}
