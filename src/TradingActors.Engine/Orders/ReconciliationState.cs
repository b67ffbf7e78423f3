using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>What a reconciliation cycle is waiting for.</summary>
public enum ReconciliationStep
{
    Idle,
    OpenOrders,
    Orders,
    Trades,
    Balances,
}

/// <summary>
/// One cycle of comparing the engine with the venue, in the order that leaves no gap: the event stream is
/// subscribed
/// already; then open orders, then each order that is not among them, then trades since the last known, then
/// balances.
/// What an order query says about an end is held back until the trades are in, so that no fill is overtaken.
/// Holds no I/O: it names queries to send and takes their answers.
/// </summary>
public sealed class ReconciliationState
{
    /// <summary>Order queries under way at once; the rest wait their turn.</summary>
    public const int OrderQueriesMax = 10;

    private readonly Queue<VenueCommand> _queries = new();
    private readonly Dictionary<VenueClientId, Symbol> _toAsk = [];
    private readonly HashSet<VenueClientId> _asked = [];
    private readonly HashSet<Symbol> _symbols = [];
    private readonly Dictionary<Symbol, TradeId> _tradesFrom = [];
    private readonly List<VenueOrderReport> _ends = [];

    public ReconciliationStep Step { get; private set; }

    /// <summary>
    /// When the cycle last moved, on the monotonic clock; the owner starts over when it stalls.
    /// </summary>
    public TimeSpan MovedAt { get; private set; }

    /// <summary>The next query to send, if there is one.</summary>
    public bool TryTakeQuery(out VenueCommand query) => _queries.TryDequeue(out query!);

    /// <summary>
    /// Begins a cycle. <paramref name="working"/> are the orders that were handed to the venue before now;
    /// <paramref name="symbols"/> every symbol held, traded or configured.
    /// </summary>
    public void Start(
        IEnumerable<OrderState> working, IEnumerable<Symbol> symbols, AccountState state, TimeSpan now)
    {
        Reset();
        foreach (var order in working)
            _toAsk[order.VenueId] = order.Request.Symbol;
        foreach (var symbol in symbols)
        {
            _symbols.Add(symbol);
            _tradesFrom.TryAdd(symbol, new TradeId(state.TradesFloor(symbol).Value + 1));
        }

        Move(ReconciliationStep.OpenOrders, now);
        _queries.Enqueue(new QueryOpenOrders());
    }

    /// <summary>
    /// The connection is gone: what was asked will not be answered. Trade positions already read are kept.
    /// </summary>
    public void Reset()
    {
        _queries.Clear();
        _toAsk.Clear();
        _asked.Clear();
        _symbols.Clear();
        _ends.Clear();
        Step = ReconciliationStep.Idle;
    }

    /// <summary>
    /// The open orders as the venue has them; orders found there need no query of their own.
    /// </summary>
    public void Answered(VenueOpenOrders answer, TimeSpan now)
    {
        if (Step != ReconciliationStep.OpenOrders)
            return;

        foreach (var report in answer.Orders)
            _toAsk.Remove(report.Id);

        Move(ReconciliationStep.Orders, now);
        AskOrders(now);
    }

    /// <summary>True when the report ends the order: it is then held back until the trades are in.</summary>
    public bool Answered(VenueOrderReport report, TimeSpan now)
    {
        var ends = report.Status is not (VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled);
        if (Step != ReconciliationStep.Orders || !_asked.Remove(report.Id))
            return false;

        if (ends)
            _ends.Add(report);
        Move(Step, now);
        AskOrders(now);
        return ends;
    }

    public void Answered(VenueOrderNotFound answer, TimeSpan now)
    {
        if (Step != ReconciliationStep.Orders || !_asked.Remove(answer.Id))
            return;

        Move(Step, now);
        AskOrders(now);
    }

    public void Answered(VenueTrades answer, TimeSpan now)
    {
        var last = answer.Fills.Count > 0 ? answer.Fills.Max(f => f.TradeId.Value) : answer.FromId.Value - 1;
        _tradesFrom[answer.Symbol] = new TradeId(Math.Max(last + 1, answer.FromId.Value));
        if (Step != ReconciliationStep.Trades)
            return;

        Move(Step, now);
        if (!answer.IsComplete)
        {
            _queries.Enqueue(new QueryTrades(answer.Symbol, _tradesFrom[answer.Symbol]));
            return;
        }

        _symbols.Remove(answer.Symbol);
        if (_symbols.Count > 0)
            return;

        Move(ReconciliationStep.Balances, now);
        _queries.Enqueue(new QueryBalances());
    }

    /// <summary>The balances end the cycle.</summary>
    public bool Answered(VenueBalances answer)
    {
        if (Step != ReconciliationStep.Balances || answer is null)
            return false;

        Step = ReconciliationStep.Idle;
        return true;
    }

    /// <summary>The ends that were held back, once the trades are in.</summary>
    public IReadOnlyList<VenueOrderReport> TakeEnds()
    {
        VenueOrderReport[] ends = [.. _ends];
        _ends.Clear();
        return ends;
    }

    /// <summary>Where the last trade query of the symbol ended: every trade below is settled.</summary>
    public TradeId SettledBelow(Symbol symbol) => _tradesFrom.GetValueOrDefault(symbol, new TradeId(0));

    /// <summary>The first trade of the symbol that no answer has contained yet.</summary>
    public TradeId TradesFrom(Symbol symbol, AccountState state) =>
        _tradesFrom.TryGetValue(symbol, out var from)
            ? from
            : new TradeId(state.TradesFloor(symbol).Value + 1);

    private void AskOrders(TimeSpan now)
    {
        foreach (var (id, symbol) in _toAsk)
        {
            if (_asked.Count >= OrderQueriesMax)
                return;

            _toAsk.Remove(id);
            _asked.Add(id);
            _queries.Enqueue(new QueryOrder(id, symbol));
        }

        if (_asked.Count > 0)
            return;

        Move(ReconciliationStep.Trades, now);
        foreach (var symbol in _symbols)
            _queries.Enqueue(new QueryTrades(symbol, _tradesFrom[symbol]));
        if (_symbols.Count > 0)
            return;

        Move(ReconciliationStep.Balances, now);
        _queries.Enqueue(new QueryBalances());
    }

    private void Move(ReconciliationStep step, TimeSpan now)
    {
        Step = step;
        MovedAt = now;
    }
}
