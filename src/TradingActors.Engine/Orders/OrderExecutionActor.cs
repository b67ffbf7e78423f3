using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Orders;

/// <summary>
/// Owns every order of one account. Fed by RiskActor (approved and refused orders), callers (cancels), the
/// connection
/// (what the venue said) and the gate (halts); writes through OrderJournal and is the only publisher of what
/// became
/// of an order. State is applied when decided, so that what follows in the same batch sees it, and told to
/// anybody
/// only when durable; a failed journal discards this actor and its state together.
/// </summary>
public sealed partial class OrderExecutionActor : ReceiveActor, IWithTimers
{
    private readonly AccountId _account;
    private readonly OrderSettings _settings;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly AccountState _state;
    private readonly CommitQueue _queue = new();
    private readonly Dictionary<Symbol, Instrument> _instruments = [];
    private readonly Dictionary<ClientOrderId, List<IActorRef>> _waiting = [];
    private readonly Dictionary<VenueClientId, VenueClientId> _waitingForCancelOf = [];
    private readonly HashSet<VenueClientId> _cancelWanted = [];
    private readonly List<IActorRef> _flushing = [];
    private readonly List<(IActorRef Subscriber, StrategyId? Strategy)> _subscribers = [];
    private readonly List<(HaltProgress Progress, IActorRef ReportTo)> _halts = [];
    private OrderDesk _desk = null!;
    private long _sequence;

    public OrderExecutionActor(AccountId account, OrderSettings settings, AccountSnapshot recovered, Clock clock)
    {
        _account = account;
        _settings = settings;
        _clock = clock;
        _state = AccountState.FromSnapshot(recovered);
        _sequence = recovered.LastSequence;

        Receive<OrderDesk>(OnDesk);
        Receive<ApprovedOrder>(OnApproved);
        Receive<RefusedOrder>(OnRefused);
        Receive<RepeatedOrder>(OnRepeated);
        Receive<CancelOrder>(OnCancel);
        Receive<CancelAllOrders>(OnCancelAll);
        Receive<RecordFact>(OnRecordFact);
        Receive<ResolveOrder>(OnResolveOrder);
        Receive<ResolveMismatch>(OnResolveMismatch);
        Receive<EventsWritten>(OnWritten);
        Receive<OrderStoppedAtGate>(OnStoppedAtGate);
        Receive<CancelNotSent>(OnCancelNotSent);
        Receive<VenueEvent>(OnVenueEvent);
        Receive<ConnectionChanged>(OnConnectionChanged);
        Receive<ModeChanged>(OnModeChanged);
        Receive<CancelUnderHalt>(OnCancelUnderHalt);
        Receive<ReconcileNow>(OnReconcileNow);
        Receive<ReconcileAnew>(OnReconcileAnew);
        Receive<PeriodOver>(_ => OnPeriodOver());
        Receive<MarketData.MarketDataView>(OnMarks);
        Receive<LookAfter>(_ => OnLookAfter());
        Receive<SubscribeOrders>(OnSubscribe);
        Receive<Terminated>(ended => _subscribers.RemoveAll(s => s.Subscriber.Equals(ended.ActorRef)));
        Receive<GetOrders>(OnGetOrders);
        Receive<FlushOrders>(_ => OnFlush());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(AccountId account, OrderSettings settings, AccountSnapshot recovered, Clock clock) =>
        Akka.Actor.Props.Create(() => new OrderExecutionActor(account, settings, recovered, clock));

    private void OnDesk(OrderDesk desk)
    {
        _desk = desk;
        MarkInterrupted();
        Timers.StartPeriodicTimer(LookAfter.Instance, LookAfter.Instance, LookAfter.Every);
        ScheduleReconciliation();
        desk.Connection.Tell(new OpenConnection());
    }

    /// <summary>
    /// An intent that was journaled and not answered may have been sent: it is looked up, never sent again. A
    /// replacement that was under way may have taken its original away.
    /// </summary>
    private void MarkInterrupted()
    {
        foreach (var order in _state.Working.Values.ToArray())
            if (order.Status is OrderStatus.New or OrderStatus.PendingSubmit or OrderStatus.PendingReplace
                || (order.Status is OrderStatus.PendingCancel && order.VenueOrderId is null))
                Decide(new OrderBecameUnknown(order.VenueId, "interrupted by a restart", _clock.Now.Wall));
        WriteNext();
    }

    private void OnApproved(ApprovedOrder approved)
    {
        var request = approved.Request;
        if (IsKnown(request.ClientOrderId))
        {
            _desk.Risk.Tell(new ReservationReturned(request.ClientOrderId));
            OnRepeated(new RepeatedOrder(request));
            return;
        }

        if (NotTrading(request.Symbol) is { } closed)
        {
            ReturnAndRefuse(request, closed);
            return;
        }

        var isExit = approved.Pass is not null;
        if ((_state.Working.Count >= _settings.WorkingMax && !isExit) || _queue.IsFull)
        {
            ReturnAndRefuse(request, new Refusal(RefusalCode.OpenOrdersAboveLimit, _settings.WorkingMax,
                _state.Working.Count, "the account's working orders"));
            return;
        }

        var original = approved.Replaces is { } replaces ? _state.Find(replaces) : null;
        if (approved.Replaces is not null && original?.Status is not (OrderStatus.Accepted or OrderStatus.PartiallyFilled))
        {
            ReturnAndRefuse(request, new Refusal(RefusalCode.OriginalNotReplaceable,
                Detail: $"{approved.Replaces} is {original?.Status.ToString() ?? "not known"}"));
            return;
        }

        var now = _clock.Now;
        var id = OrderIds.Make(_account, _state.Epoch, ++_sequence);
        var carried = original is null ? Quantity.Zero : original.Carried + original.FilledQuantity;
        Decide(new IntentRecorded(id, _sequence, request, original?.VenueId, carried, now.Wall,
            approved.Decision, approved.Pass?.FlattenId), Sender, approved);
        if (original is not null)
            Decide(new ReplaceRequested(original.VenueId, id, now.Wall));
        WriteNext();
    }

    /// <summary>
    /// Risk remembers fewer ids than this actor does; what it took for new may be a repeat.
    /// </summary>
    private bool IsKnown(ClientOrderId id) => _state.Find(id) is not null || _state.FindRefused(id) is not null;

    /// <summary>
    /// The venue may have closed the instrument since risk looked: what it says of itself counts at once.
    /// Before it has said anything there is no session, and the gate refuses.
    /// </summary>
    private Refusal? NotTrading(Symbol symbol) =>
        _instruments.Count == 0 ? null
        : !_instruments.TryGetValue(symbol, out var instrument)
            ? new Refusal(RefusalCode.InstrumentUnknown, Detail: symbol.ToString())
        : instrument.Status != InstrumentStatus.Trading
            ? new Refusal(RefusalCode.InstrumentNotTrading, Detail: $"{symbol} is {instrument.Status}")
        : null;

    private void ReturnAndRefuse(OrderRequest request, Refusal refusal)
    {
        _desk.Risk.Tell(new ReservationReturned(request.ClientOrderId));
        OnRefused(new RefusedOrder(request, refusal));
    }

    private void OnRefused(RefusedOrder refused)
    {
        if (IsKnown(refused.Request.ClientOrderId))
        {
            OnRepeated(new RepeatedOrder(refused.Request));
            return;
        }

        if (_queue.IsFull)
        {
            Sender.Tell(new OrderRefused(refused.Request, refused.Refusal));
            return;
        }

        Decide(new IntentRefused(
            refused.Request, refused.Refusal, _clock.Now.Wall, refused.Decision), Sender);
        WriteNext();
    }

    /// <summary>The answer of the first time, once that one is durable.</summary>
    private void OnRepeated(RepeatedOrder repeated)
    {
        var id = repeated.Request.ClientOrderId;
        if (_waiting.TryGetValue(id, out var callers))
        {
            callers.Add(Sender);
            return;
        }

        AnswerKnown(repeated.Request, new KnownIntent(
            _state.Find(id)?.Request ?? _state.FindRefused(id)?.Request ?? repeated.Request,
            _state.Find(id),
            _state.FindRefused(id)?.Refusal), Sender);
    }

    private static void AnswerKnown(OrderRequest request, KnownIntent known, IActorRef caller)
    {
        if (request.FirstDifference(known.Request) is { } field)
            caller.Tell(new OrderRefused(request, new Refusal(RefusalCode.ClientOrderIdReused, Detail: field)));
        else if (known.Order is { } order)
            caller.Tell(new OrderAcknowledged(order));
        else
            caller.Tell(new OrderRefused(request, known.Refusal ?? new Refusal(RefusalCode.AccountNotReady,
                Detail: "the order is not remembered; ask again")));
    }

    private void OnCancel(CancelOrder cancel)
    {
        if (_state.Find(cancel.ClientOrderId) is not { } order)
            Sender.Tell(new CancelAnswer(cancel.ClientOrderId, CancelAnswerKind.UnknownOrder, null));
        else if (order.IsTerminal)
            Sender.Tell(new CancelAnswer(cancel.ClientOrderId, CancelAnswerKind.AlreadyFinished, order));
        else
        {
            RequestCancel(order, "asked for");
            WriteNext();
            Sender.Tell(new CancelAnswer(cancel.ClientOrderId, CancelAnswerKind.Requested, order));
        }
    }

    private void OnCancelAll(CancelAllOrders all)
    {
        var requested = new List<ClientOrderId>();
        foreach (var order in _state.Working.Values.ToArray())
        {
            if ((all.Symbol is { } symbol && symbol != order.Request.Symbol)
                || (all.Strategy is { } strategy && strategy != order.Request.Strategy))
                continue;

            RequestCancel(order, all.Reason);
            requested.Add(order.Request.ClientOrderId);
        }

        WriteNext();
        Sender.Tell(new CancelAllAnswer(requested));
    }

    private void OnRecordFact(RecordFact fact)
    {
        Decide(fact.Event);
        WriteNext();
    }

    /// <summary>
    /// Sent first, journaled second. An intent that is not durable yet has not been sent: it will not be.
    /// </summary>
    private void RequestCancel(OrderState order, string reason)
    {
        if (order.Status != OrderStatus.New)
            _desk.Connection.Tell(new SendCancel(new CancelAtVenue(order.VenueId, order.Request.Symbol)));
        _cancelWanted.Add(order.VenueId);
        Decide(new CancelRequested(order.VenueId, reason, _clock.Now.Wall));
    }

    /// <summary>
    /// No session to carry it: the order stays pending, and the cancel is sent again when there is one.
    /// </summary>
    private void OnCancelNotSent(CancelNotSent notSent) =>
        _log.Debug("Cancel of {Order} waits for the venue: {Reason}", notSent.Id, notSent.Reason);

    private void OnStoppedAtGate(OrderStoppedAtGate stopped)
    {
        Decide(new OrderNotSent(stopped.Id, stopped.Code, stopped.Reason, _clock.Now.Wall));
        if (_state.Find(stopped.Id)?.Replaces is { } original && _state.Find(original) is { Status: OrderStatus.PendingReplace })
            Decide(new CancelRejected(original, stopped.Code, stopped.Reason, _clock.Now.Wall));
        WriteNext();
    }

    private void OnModeChanged(ModeChanged changed)
    {
        if (changed.Mode == TradingMode.ReduceOnly && changed.Holds.Any(h => h.CancelsIncreasing))
            foreach (var order in _state.Working.Values.ToArray())
                if (!order.Request.ReduceOnly
                    && ReconciliationRules.Increases(order, _state.Position(order.Request.Symbol).Quantity))
                    RequestCancel(order, "reduce only");
        WriteNext();
    }

    private void OnCancelUnderHalt(CancelUnderHalt halt)
    {
        var inScope = _state.Working.Values.Where(o => IsInScope(o, halt.Scope)).ToArray();
        foreach (var order in inScope)
            RequestCancel(order, halt.Reason);
        if (_halts.All(h => h.Progress.HaltId != halt.HaltId))
            _halts.Add((new HaltProgress(
                halt.HaltId, _account, [.. inScope.Select(o => o.VenueId)], halt.Before), Sender));
        ReportHalts();
        WriteNext();
    }

    /// <summary>
    /// An order of a flatten fills at once or expires, and a halt does not stop the flatten: only one of
    /// unknown fate is cancelled with the others, so that the halt's report shows it.
    /// </summary>
    private bool IsInScope(OrderState order, Scope scope) =>
        (_settings.HaltCancelsExternal || !order.IsExternal)
        && (order.Exit is null || order.Status == OrderStatus.Unknown)
        && scope.Kind switch
        {
            ScopeKind.Strategy => scope.Name == order.Request.Strategy.Value,
            ScopeKind.Instrument => scope.Name == order.Request.Symbol.Value,
            _ => true,
        };

    private void ReportHalts()
    {
        foreach (var (progress, reportTo) in _halts)
            if (progress.Report(_state) is { } report)
                reportTo.Tell(report);
        _halts.RemoveAll(h => h.Progress.IsComplete);
    }

    private void OnSubscribe(SubscribeOrders subscribe)
    {
        Context.Watch(Sender);
        _subscribers.Add((Sender, subscribe.Strategy));
    }

    private void OnGetOrders(GetOrders get) =>
        Sender.Tell(new OrdersView([.. _state.Working.Values], [.. _state.Finished.TakeLast(get.FinishedMax)]));

    private void OnFlush()
    {
        _flushing.Add(Sender);
        AnswerFlushes();
    }

    private void AnswerFlushes()
    {
        if (_flushing.Count == 0 || _queue.Count > 0)
            return;

        foreach (var caller in _flushing)
            caller.Tell(new OrdersFlushed([.. _state.Working.Values]));
        _flushing.Clear();
    }

    private sealed class LookAfter
    {
        public static readonly LookAfter Instance = new();
        public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    }
}
