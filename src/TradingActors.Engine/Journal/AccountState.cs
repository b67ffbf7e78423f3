using TradingActors.Domain;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Journal;

/// <summary>
/// What applying an event did: the order afterwards where it was about one, how the edge was judged, and what
/// a fill realised of its position, which is what a contract settles.
/// </summary>
public readonly record struct Applied(EdgeVerdict Verdict, OrderState? Order, Notional Settled = default);

/// <summary>
/// Everything that an account's stream says, by fold. Two owners keep one each: OrderExecutionActor, ahead of
/// the
/// journal by the batch under way, and OrderJournal, exactly at it, for recovery and snapshots.
/// Working orders are kept whole; of finished ones and of refused ids the latest <see cref="FinishedMax"/>
/// stay in
/// memory, older ids answer from the journal's index.
/// </summary>
public sealed partial class AccountState
{
    public const int FinishedMax = 2_000;

    private readonly Dictionary<VenueClientId, OrderState> _working = [];
    private readonly Dictionary<VenueClientId, OrderState> _finished = [];
    private readonly Queue<VenueClientId> _finishedOrder = new();
    private readonly Dictionary<ClientOrderId, VenueClientId> _byClientId = [];
    private readonly Dictionary<VenueOrderId, VenueClientId> _byVenueOrderId = [];
    private readonly Dictionary<ClientOrderId, IntentRefused> _refused = [];
    private readonly Queue<ClientOrderId> _refusedOrder = new();
    private readonly Dictionary<Asset, decimal> _balances = [];
    private readonly PositionBooks _books;
    private readonly Dictionary<Symbol, TradeWindow> _trades = [];
    private readonly Dictionary<LimitKey, LimitChanged> _limits = [];
    private readonly SortedDictionary<string, FlattenRequested> _flattens = new(StringComparer.Ordinal);
    private readonly List<KnownIntent> _forgotten = [];

    public AccountState() : this(new PositionBooks())
    {
    }

    private AccountState(PositionBooks books) => _books = books;

    public long Epoch { get; private set; }

    /// <summary>The sequence of the latest intent; part of the ids sent to the venue.</summary>
    public long LastSequence { get; private set; }

    public bool HasOpeningBalances { get; private set; }

    /// <summary>When the opening balances were taken; null before, and in accounts older than this.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>The last trading day that is over; null before the first was.</summary>
    public DateOnly? LastDay { get; private set; }

    /// <summary>How many times the account's limits were changed while it ran.</summary>
    public long LimitsVersion { get; private set; }

    /// <summary>What loss and drawdown are measured from; null before the first trading day began.</summary>
    public PnlMarked? PnlMarked { get; private set; }

    /// <summary>The latest change of each limit that was changed, in the order of their names.</summary>
    public IEnumerable<LimitChanged> LimitChanges =>
        _limits.Values.OrderBy(c => c.Key.ToString(), StringComparer.Ordinal);

    public IReadOnlyDictionary<VenueClientId, OrderState> Working => _working;

    /// <summary>The latest finished orders, oldest first.</summary>
    public IEnumerable<OrderState> Finished =>
        _finishedOrder.Where(_finished.ContainsKey).Distinct().Select(id => _finished[id]);

    /// <summary>The latest refused intents, oldest first.</summary>
    public IEnumerable<IntentRefused> Refused =>
        _refusedOrder.Where(_refused.ContainsKey).Select(id => _refused[id]);

    public IReadOnlyDictionary<Asset, decimal> Balances => _balances;

    /// <summary>Made anew at each call; <see cref="Position"/> is for who wants one.</summary>
    public IReadOnlyDictionary<Symbol, PositionState> Positions => _books.Totals();

    /// <summary>The same by strategy.</summary>
    public IReadOnlyList<StrategyPosition> StrategyPositions => _books.StrategyPositions();

    public OrderState? Find(VenueClientId id) =>
        _working.TryGetValue(id, out var order) || _finished.TryGetValue(id, out order) ? order : null;

    public OrderState? Find(ClientOrderId id) => _byClientId.TryGetValue(id, out var venueId) ? Find(venueId) : null;

    /// <summary>For what the venue tells under its own number alone: trades.</summary>
    public OrderState? Find(VenueOrderId id) => _byVenueOrderId.TryGetValue(id, out var venueId) ? Find(venueId) : null;

    /// <summary>The request of a flatten that has not ended.</summary>
    public FlattenRequested? FindFlatten(string flattenId) => _flattens.GetValueOrDefault(flattenId);

    public IntentRefused? FindRefused(ClientOrderId id) => _refused.GetValueOrDefault(id);

    public bool HasCounted(Symbol symbol, TradeId trade, Side side) =>
        _trades.TryGetValue(symbol, out var window) && window.Contains(trade, side);

    /// <summary>Every trade up to this id counts as seen; only higher ones can be missing.</summary>
    public TradeId TradesFloor(Symbol symbol) =>
        new(_trades.TryGetValue(symbol, out var window) ? window.Floor : 0);

    /// <summary>
    /// Applies one event. An illegal edge changes nothing and says so; a repeated fill changes nothing. The
    /// caller
    /// decides what to journal: events whose verdict is <see cref="EdgeVerdict.NoChange"/> or illegal are
    /// not.
    /// </summary>
    public Applied Apply(AccountEvent on)
    {
        switch (on)
        {
            case IntentRecorded intent:
                return ApplyIntent(intent);
            case ExternalOrderAdopted external:
                return ApplyExternal(external);
            case OrderEvent order:
                return ApplyToOrder(order);
            case IntentRefused refused:
                RememberRefused(refused);
                break;
            case OwnershipTaken ownership:
                Epoch = ownership.Epoch;
                break;
            case OpeningBalancesTaken opening:
                ApplyOpening(opening);
                break;
            case OpeningPositionTaken position:
                _books.Apply(position);
                break;
            case DayRolled rolled:
                LastDay = rolled.Day;
                break;
            case BalanceTransferred transfer:
                Move(transfer.Asset, transfer.Change);
                break;
            case BalanceAdjusted adjusted:
                Move(adjusted.Asset, adjusted.Change);
                break;
            case LimitChanged changed:
                _limits[changed.Key] = changed;
                LimitsVersion = changed.Version;
                break;
            case FlattenRequested requested:
                _flattens[requested.FlattenId] = requested;
                break;
            case FlattenEnded ended:
                _flattens.Remove(ended.FlattenId);
                break;
            case PnlMarked marked:
                PnlMarked = marked;
                break;
            default:
                throw new InvalidOperationException($"{on.GetType().Name} is not an event of an account's stream");
        }

        return new Applied(EdgeVerdict.Legal, null);
    }

    /// <summary>
    /// Forgets an intent that was applied but found in the journal's index before it became durable.
    /// </summary>
    public void Withdraw(VenueClientId id)
    {
        if (!_working.Remove(id, out var order))
            return;

        _byClientId.Remove(order.Request.ClientOrderId);
    }

    /// <summary>Forgets a refusal that was applied but whose id was found in the journal's index.</summary>
    public void WithdrawRefused(ClientOrderId id) => _refused.Remove(id);

    /// <summary>
    /// Marks a durable intent as handed to the connection. Not an event: a crash leaves it Unknown.
    /// </summary>
    public OrderState? MarkSent(VenueClientId id)
    {
        if (!_working.TryGetValue(id, out var order))
            return null;

        var edge = OrderRules.Next(order.Status, OrderEventKind.Sent);
        return edge.IsApplied ? _working[id] = order with { Status = edge.To } : order;
    }

    /// <summary>
    /// What was forgotten since <see cref="ClearForgotten"/>, for the index; whoever owns the state clears
    /// it.
    /// </summary>
    public IReadOnlyList<KnownIntent> Forgotten => _forgotten;

    public void ClearForgotten() => _forgotten.Clear();

    public PositionState Position(Symbol symbol) => _books.Total(symbol);

    private Applied ApplyIntent(IntentRecorded intent)
    {
        var order = new OrderState(intent.Request, intent.VenueId, OrderStatus.New, intent.At, intent.At,
            Replaces: intent.Replaces, Carried: intent.Carried, Exit: intent.Exit,
            ArrivalPrice: intent.Decision?.Reference);
        _working[intent.VenueId] = order;
        _byClientId[intent.Request.ClientOrderId] = intent.VenueId;
        LastSequence = Math.Max(LastSequence, intent.Sequence);
        Count(intent.Request.Symbol, intent);
        return new Applied(EdgeVerdict.Legal, order);
    }

    private Applied ApplyExternal(ExternalOrderAdopted external)
    {
        if (Find(external.VenueId) is { } known)
            return new Applied(EdgeVerdict.NoChange, known);

        var order = new OrderState(external.Request, external.VenueId, OrderStatus.Accepted, external.At, external.At,
            external.VenueOrderId, Carried: external.Carried, IsExternal: true);
        Keep(order);
        return new Applied(EdgeVerdict.Legal, order);
    }

    private Applied ApplyToOrder(OrderEvent on)
    {
        if (on is OrderFilled repeated && HasCounted(repeated.Symbol, repeated.TradeId, repeated.Side))
            return new Applied(EdgeVerdict.NoChange, Find(on.VenueId));

        // A fill moves money even when the order is not known any more.
        var order = Find(on.VenueId);
        var settled = on is OrderFilled fill ? ApplyFill(fill, order) : default;
        if (order is null)
            return new Applied(on is OrderFilled ? EdgeVerdict.Alarming : EdgeVerdict.Illegal, null, settled);

        var edge = Next(order, on);
        if (!edge.IsApplied)
            return new Applied(edge.Verdict, order, settled);

        var next = OrderRules.Apply(order, on, edge.To);
        Keep(next);
        if (on is OrderFilled or CancelRequested)
            Count(order.Request.Symbol, on);
        var verdict = OrderRules.IsOverfilled(next) ? EdgeVerdict.Alarming : edge.Verdict;
        return new Applied(verdict, next, settled);
    }

    /// <summary>
    /// Handing an order to the connection is no event, so a stream goes from the intent straight to what the
    /// venue answered: that it answered says that the order was sent. An acceptance that says nothing new
    /// about the status still tells the venue's number, by which trades are found.
    /// </summary>
    private static Edge Next(OrderState order, OrderEvent on)
    {
        var kind = OrderRules.KindOf(order, on);
        if (order.IsResolved)
            return WordAfterAll(order, kind);

        var edge = OrderRules.Next(order.Status, kind);
        if (edge.Verdict == EdgeVerdict.NoChange && on is OrderAccepted && order.VenueOrderId is null)
            return new Edge(order.Status, EdgeVerdict.Legal);

        return edge.Verdict == EdgeVerdict.Illegal && order.Status == OrderStatus.New
            ? OrderRules.Next(OrderStatus.PendingSubmit, kind)
            : edge;
    }

    /// <summary>
    /// A person's word ends the doubt only until the venue speaks: its answer counts as it would have then,
    /// and is alarmed where it is another one.
    /// </summary>
    private static Edge WordAfterAll(OrderState order, OrderEventKind kind)
    {
        var edge = OrderRules.Next(OrderStatus.Unknown, kind);
        return edge.Verdict switch
        {
            EdgeVerdict.Legal when edge.To != order.Status => new Edge(edge.To, EdgeVerdict.Alarming),
            EdgeVerdict.NoChange => new Edge(order.Status, EdgeVerdict.NoChange),
            _ => edge,
        };
    }

    private void Keep(OrderState order)
    {
        if (order.VenueOrderId is { } number)
            _byVenueOrderId[number] = order.VenueId;
        if (!order.IsTerminal)
        {
            _finished.Remove(order.VenueId);
            _working[order.VenueId] = order;
            _byClientId[order.Request.ClientOrderId] = order.VenueId;
            return;
        }

        _working.Remove(order.VenueId);
        if (!_finished.ContainsKey(order.VenueId))
            _finishedOrder.Enqueue(order.VenueId);
        _finished[order.VenueId] = order;
        while (_finishedOrder.Count > FinishedMax)
        {
            var oldest = _finishedOrder.Dequeue();
            if (!_finished.Remove(oldest, out var forgotten))
                continue;

            _byClientId.Remove(forgotten.Request.ClientOrderId);
            if (forgotten.VenueOrderId is { } forgottenNumber)
                _byVenueOrderId.Remove(forgottenNumber);
            _forgotten.Add(new KnownIntent(forgotten.Request, forgotten, null));
        }
    }

    private void RememberRefused(IntentRefused refused)
    {
        var id = refused.Request.ClientOrderId;
        if (_refused.TryAdd(id, refused))
            _refusedOrder.Enqueue(id);
        while (_refusedOrder.Count > FinishedMax)
            if (_refused.Remove(_refusedOrder.Dequeue(), out var forgotten))
                _forgotten.Add(new KnownIntent(forgotten.Request, null, forgotten.Refusal));
    }

    private Notional ApplyFill(OrderFilled fill, OrderState? order)
    {
        Window(fill.Symbol).Add(fill.TradeId, fill.Side);
        var position = _books.Apply(fill, order?.Request.Strategy ?? StrategyId.None, order?.ArrivalPrice);
        var moves = FillRules.Moves(fill, position.Realized);
        Move(fill.Base, moves.Base);
        Move(fill.Quote, moves.Quote);
        Move(fill.FeeAsset, -fill.Fee);
        return position.Realized;
    }

    private void ApplyOpening(OpeningBalancesTaken opening)
    {
        HasOpeningBalances = true;
        OpenedAt = opening.At;
        _balances.Clear();
        foreach (var balance in opening.Balances)
            _balances[balance.Asset] = balance.Total;
        foreach (var seen in opening.TradesSeen)
            _trades[seen.Symbol] = new TradeWindow(seen.Last.Value, []);
    }

    private TradeWindow Window(Symbol symbol)
    {
        if (!_trades.TryGetValue(symbol, out var window))
            _trades.Add(symbol, window = new TradeWindow(0, []));
        return window;
    }

    private void Move(Asset asset, decimal change)
    {
        if (change != 0m)
            _balances[asset] = _balances.GetValueOrDefault(asset) + change;
    }
}
