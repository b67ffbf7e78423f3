using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Strategies;

/// <summary>
/// Runs one strategy of an account: turns market data, order updates and time into calls, one at a time, and
/// what the strategy asks for into messages to risk and orders. Starts it once instruments, positions and the
/// orders of an earlier life are known. An exception of the strategy escapes, so that its supervisor stops
/// the account's trading.
/// </summary>
public sealed class StrategyActor : ReceiveActor, IWithTimers
{
    private readonly IStrategy _implementation;
    private readonly IReadOnlyList<Symbol> _symbols;
    private readonly IActorRef _orders;
    private readonly IActorRef _positions;
    private readonly IActorRef _marketData;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly StrategyContext _context;
    private readonly List<Quote> _quotesBeforeStart = [];
    private bool _hasPositions;
    private bool _hasOrders;
    private bool _isStarted;
    private bool _isStopped;
    private TimeSpan _timerInterval;

    public StrategyActor(
        AccountId account,
        StrategyId strategy,
        IStrategy implementation,
        IReadOnlyList<Symbol> symbols,
        IActorRef risk,
        IActorRef orders,
        IActorRef positions,
        IActorRef marketData,
        ulong seed,
        string idPrefix,
        Clock clock)
    {
        _implementation = implementation;
        _symbols = symbols;
        _orders = orders;
        _positions = positions;
        _marketData = marketData;
        _clock = clock;
        _context = new StrategyContext(account, strategy, Self, risk, orders, seed, idPrefix, _log);

        Receive<QuoteChanged>(OnQuote);
        Receive<TradePrinted>(OnTrade);
        Receive<InstrumentsKnown>(OnInstruments);
        Receive<PositionsView>(OnPositions);
        Receive<PositionChanged>(changed => _context.Take(changed.Position));
        Receive<OrdersView>(OnOrders);
        Receive<OrderUpdated>(OnOrderUpdated);
        Receive<OrderAcknowledged>(acknowledged => OnOrder(acknowledged.Order, null));
        Receive<OrderRefused>(refused => OnRefusal(refused.Request.ClientOrderId, refused.Refusal));
        Receive<RefusalRecorded>(refused => OnRefusal(refused.Request.ClientOrderId, refused.Refusal));
        Receive<StrategyContext.RefusedHere>(refused => Tell(refused.Id, refused.Refusal));
        Receive<CancelAnswer>(OnCancelAnswer);
        Receive<CancelAllAnswer>(_ => { });
        Receive<TimerDue>(_ => OnTimer());
        Receive<StopStrategy>(_ => OnStop());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>
    /// <paramref name="implementation"/> must be fresh: it lives as long as the actor. <paramref
    /// name="idPrefix"/> must differ with every life of the account's desk, because it makes the order ids
    /// unique.
    /// </summary>
    public static Props Props(
        AccountId account,
        StrategyId strategy,
        IStrategy implementation,
        IReadOnlyList<Symbol> symbols,
        IActorRef risk,
        IActorRef orders,
        IActorRef positions,
        IActorRef marketData,
        ulong seed,
        string idPrefix,
        Clock clock) =>
        Akka.Actor.Props.Create(() => new StrategyActor(
            account, strategy, implementation, symbols, risk, orders, positions, marketData, seed, idPrefix,
            clock));

    protected override void PreStart()
    {
        _orders.Tell(new SubscribeOrders(_context.Strategy));
        _orders.Tell(new GetOrders(FinishedMax: 0));
        _positions.Tell(new SubscribePositions());
        _marketData.Tell(
            new SubscribeMarketData(MarketDataKinds.Quotes | MarketDataKinds.Trades, _symbols));
    }

    private void OnQuote(QuoteChanged changed)
    {
        if (IsRunning)
            CallQuote(changed.Quote);
        else if (!_isStopped)
            Remember(changed.Quote);
    }

    private void OnTrade(TradePrinted printed)
    {
        if (!IsRunning)
            return;

        _context.Enter(_clock.Now);
        _implementation.OnTrade(_context, printed.Trade);
        Leave();
    }

    private void OnInstruments(InstrumentsKnown known)
    {
        var own = known.Instruments.Where(i => _symbols.Contains(i.Symbol)).ToArray();
        foreach (var symbol in _symbols)
            if (own.All(i => i.Symbol != symbol))
                _log.Error("{0}: the venue does not list {1}", _context.Strategy, symbol);
        _context.Instruments = own;
        StartWhenReady();
    }

    private void OnPositions(PositionsView view)
    {
        foreach (var position in view.Positions)
            _context.Take(position);
        _hasPositions = true;
        StartWhenReady();
    }

    private void OnOrders(OrdersView view)
    {
        _context.Adopt(view.Working);
        _hasOrders = true;
        StartWhenReady();
    }

    private void OnOrderUpdated(OrderUpdated updated)
    {
        var fill = updated.Event is OrderFilled f
            ? new StrategyFill(f.TradeId, f.Side, f.Price, f.Quantity, f.Fee, f.FeeAsset)
            : null;
        OnOrder(updated.Order, fill);
    }

    private void OnOrder(OrderState order, StrategyFill? fill)
    {
        if (_context.Take(order) || fill is not null)
            Tell(new StrategyOrder(order.Request.ClientOrderId, order, null, fill));
    }

    /// <summary>Comes twice, as the answer and as the publication; the strategy hears of the first.</summary>
    private void OnRefusal(ClientOrderId id, Refusal refusal)
    {
        if (_context.TakeRefusal(id))
            Tell(id, refusal);
    }

    private void OnCancelAnswer(CancelAnswer answer)
    {
        if (answer.Kind == CancelAnswerKind.UnknownOrder)
            _log.Warning("{0} cancels the unknown order {1}", _context.Strategy, answer.ClientOrderId);
        else if (answer.Order is { IsTerminal: true } order && _context.IsWorking(answer.ClientOrderId))
            OnOrder(order, null);
    }

    private void OnTimer()
    {
        if (!IsRunning)
            return;

        _context.Enter(_clock.Now);
        _implementation.OnTimer(_context);
        Leave();
    }

    private void OnStop()
    {
        _isStopped = true;
        Timers.CancelAll();
        Sender.Tell(new StrategyStopped(_context.Account, _context.Strategy));
    }

    private bool IsRunning => _isStarted && !_isStopped;

    private void StartWhenReady()
    {
        if (_isStarted || _isStopped || !_hasPositions || !_hasOrders
            || _context.Instruments.Count == 0 || _context.Instruments.Count < _symbols.Count)
            return;

        _isStarted = true;
        _context.Enter(_clock.Now);
        _implementation.OnStart(_context);
        Leave();
        foreach (var quote in _quotesBeforeStart)
            CallQuote(quote);
        _quotesBeforeStart.Clear();
    }

    private void Remember(in Quote quote)
    {
        var symbol = quote.Symbol;
        _quotesBeforeStart.RemoveAll(q => q.Symbol == symbol);
        _quotesBeforeStart.Add(quote);
    }

    private void CallQuote(in Quote quote)
    {
        _context.Enter(_clock.Now);
        _implementation.OnQuote(_context, quote);
        Leave();
    }

    private void Tell(ClientOrderId id, Refusal refusal) => Tell(new StrategyOrder(id, null, refusal, null));

    private void Tell(StrategyOrder order)
    {
        if (!IsRunning)
            return;

        _context.Enter(_clock.Now);
        _implementation.OnOrder(_context, order);
        Leave();
    }

    /// <summary>Ends a call; the strategy may have asked for another interval in it.</summary>
    private void Leave()
    {
        _context.Leave();
        if (_timerInterval == _context.TimerInterval)
            return;

        _timerInterval = _context.TimerInterval;
        if (_timerInterval == TimeSpan.Zero)
            Timers.Cancel(TimerDue.Instance);
        else
            Timers.StartPeriodicTimer(TimerDue.Instance, TimerDue.Instance, _timerInterval);
    }

    private sealed class TimerDue
    {
        public static readonly TimerDue Instance = new();
    }
}
