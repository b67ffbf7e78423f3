using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.MarketData;

namespace TradingActors.Engine.Connection;

/// <summary>
/// Owns one account's venue session and the only sockets that can carry its orders. Fed by
/// OrderExecutionActor; tells it what the venue says. Commands go through one link at a time; a second one is
/// opened while the first goes on trading when that has to be replaced, and the first is kept for its last
/// answers. The gate is read immediately before each write, so at most one frame is beyond it; nothing waits
/// in the transport, and nothing that waited here survives a reconnect. Remembers every id that it wrote and
/// that is not known to be finished, so that it can cancel with everybody else dead.
/// </summary>
public sealed partial class ConnectionActor : ReceiveActor, IWithTimers, ISessionLinkOwner
{
    private readonly AccountId _account;
    private readonly IVenueConnector _venue;
    private readonly AccountGate _gate;
    private readonly RateBudget _budget;
    private readonly ConnectionSettings _settings;
    private readonly IActorRef _orders;
    private readonly IReadOnlyList<IActorRef> _listeners;
    private readonly HealthMeters _meters;
    private readonly Clock _clock;
    private readonly ReconnectBackoff _backoff;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Outbox _outbox = new();
    private readonly Dictionary<VenueClientId, WrittenOrder> _written = [];
    private readonly List<(GateBarrier Barrier, IActorRef ReplyTo)> _barriers = [];
    private readonly TransfersOnce _transfers = new();
    private readonly UnreadableFrames _unreadable = new();

    public ConnectionActor(
        AccountId account,
        IVenueConnector venue,
        AccountGate gate,
        RateBudget budget,
        ConnectionSettings settings,
        int seed,
        IActorRef orders,
        IReadOnlyList<IActorRef> listeners,
        HealthMeters meters,
        Clock clock)
    {
        _account = account;
        _venue = venue;
        _gate = gate;
        _budget = budget;
        _settings = settings;
        _orders = orders;
        _listeners = listeners;
        _meters = meters;
        _clock = clock;
        _backoff = new ReconnectBackoff(settings.Reconnect, new Random(seed));
        _changed = new ConnectionChanged(
            account, ConnectionPhase.Disconnected, "not opened", 0, clock.Now.Wall);

        Receive<SendOrder>(OnSend);
        Receive<SendReplace>(OnSend);
        Receive<SendCancel>(OnCancel);
        Receive<SendQuery>(OnQuery);
        Receive<OrderFinished>(finished => _written.Remove(finished.Id));
        Receive<FramesArrived>(OnFrames);
        Receive<TransportWritten>(OnWritten);
        Receive<TransportOpened>(OnOpened);
        Receive<TransportClosed>(OnClosed);
        Receive<Tick>(_ => OnTick());
        Receive<Retry>(_ => Connect());
        Receive<OpenReplacement>(_ => OnOpenReplacement());
        Receive<GateBarrier>(OnBarrier);
        Receive<CancelEverythingWritten>(OnCancelEverything);
        Receive<OpenConnection>(_ => OnOpen());
        Receive<ReplaceSession>(OnReplaceSession);
        Receive<GetConnection>(_ => Sender.Tell(_changed));
        Receive<StopConnection>(_ => OnStop());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        AccountId account,
        IVenueConnector venue,
        AccountGate gate,
        RateBudget budget,
        ConnectionSettings settings,
        int seed,
        IActorRef orders,
        IReadOnlyList<IActorRef> listeners,
        HealthMeters meters,
        Clock clock) =>
        Akka.Actor.Props.Create(() => new ConnectionActor(
            account, venue, gate, budget, settings, seed, orders, listeners, meters, clock));

    protected override void PostStop()
    {
        _next?.Release("the connection actor stops");
        _draining?.Release("the connection actor stops");
        _current?.Release("the connection actor stops");
    }

    private void OnSend(object order)
    {
        _outbox.AddOrder(order);
        Settle();
    }

    private void OnCancel(SendCancel cancel)
    {
        if (_current is { IsReady: true })
        {
            _outbox.AddCancel(cancel);
            Settle();
            return;
        }

        _orders.Tell(new CancelNotSent(cancel.Command.Id, $"the venue session is {_changed.Phase}"));
    }

    private void OnQuery(SendQuery query)
    {
        if (_current is not { IsReady: true })
            return;

        _outbox.AddQuery(query);
        Settle();
    }

    /// <summary>
    /// Writes what waits, cancels first, until the socket is busy or nothing that may go waits. A cancel or a
    /// query without budget stays and is tried again with the next tick; an order never stays for it.
    /// </summary>
    private void Pump()
    {
        while (_current?.IsWriting != true && _current?.Failure is null)
        {
            var now = _clock.Now;
            var ready = _current is { IsReady: true } ? _current : null;
            if (ready is not null && _outbox.TryPeekCancel(out var cancel)
                && Take(RateUse.Cancel, ready, cancel.Command, now) == RateVerdict.Granted)
            {
                _outbox.RemoveCancel();
                ready.Session.Send(cancel.Command, now);
            }
            else if (_outbox.TryTakeOrder(out var order))
                SendThroughGate(ready, order, now);
            else if (ready is not null && _outbox.TryPeekQuery(out var query)
                && Take(RateUse.Query, ready, query.Query, now) == RateVerdict.Granted)
            {
                _outbox.RemoveQuery();
                ready.Session.Send(query.Query, now);
            }
            else
                return;
        }
    }

    private RateVerdict Take(RateUse use, SessionLink link, VenueCommand command, Instant now) =>
        _budget.TryTake(use, link.Session.CostOf(command), _account, now);

    private void SendThroughGate(SessionLink? ready, object order, Instant now)
    {
        var (id, symbol, strategy, reduces, receivedAt) = order switch
        {
            SendOrder o => (o.Command.Id, o.Command.Symbol, o.Strategy, o.Reduces, o.ReceivedAt),
            SendReplace r => (r.Command.Replacement.Id, r.Command.Replacement.Symbol, r.Strategy, r.Reduces,
                r.ReceivedAt),
            _ => throw new InvalidOperationException($"{order.GetType().Name} is not an order"),
        };
        VenueCommand command = order is SendOrder place ? place.Command : ((SendReplace)order).Command;
        var refused = order is SendOrder { IsExit: true }
            ? WhyNotExit(ready, command, now)
            : WhyNot(ready, command, strategy, symbol, reduces, now);
        if (refused is { } refusal)
        {
            _orders.Tell(new OrderStoppedAtGate(id, refusal.Code, refusal.Reason));
            return;
        }

        _written[id] = new WrittenOrder(symbol, now.Monotonic);
        ready!.Session.Send(command, now);
        _meters.Record(Meter.OrderToWire, _clock.Now.Since(receivedAt));
    }

    /// <summary>
    /// The gate: why this order must not be handed to the socket now, null when it may. The budget comes
    /// last, because asking takes from it.
    /// </summary>
    private (string Code, string Reason)? WhyNot(
        SessionLink? ready, VenueCommand command, StrategyId strategy, Symbol symbol, bool reduces,
        Instant now)
    {
        if (ready is null)
            return ("NO_SESSION", $"the venue session is {_changed.Phase}");

        var mode = _gate.ModeFor(strategy, symbol);
        if (mode != TradingMode.Active && !(mode == TradingMode.ReduceOnly && reduces))
            return ("GATE_CLOSED", $"the mode is {mode}: {_gate.StrictestFor(strategy, symbol)?.Reason}");

        return WithoutBudget(RateUse.Order, ready, command, now);
    }

    /// <summary>
    /// The gate for an order of a flatten: every mode lets it pass, but not while it is unknown what is held.
    /// </summary>
    private (string Code, string Reason)? WhyNotExit(SessionLink? ready, VenueCommand command, Instant now)
    {
        if (ready is null)
            return ("NO_SESSION", $"the venue session is {_changed.Phase}");

        return _gate.CanExit
            ? WithoutBudget(RateUse.Exit, ready, command, now)
            : ("GATE_CLOSED", "the account has not been compared with the venue");
    }

    private (string Code, string Reason)? WithoutBudget(
        RateUse use, SessionLink ready, VenueCommand command, Instant now) =>
        Take(use, ready, command, now) switch
        {
            RateVerdict.Granted => null,
            RateVerdict.Exhausted => ("RATE_BUDGET", _budget.View(now).Describe(_account)),
            _ => ("THROTTLED", "the venue asked to slow down"),
        };

    private void OnBarrier(GateBarrier barrier)
    {
        _barriers.Add((barrier, Sender));
        Settle();
    }

    /// <summary>
    /// The writes under way have ended, of the link that is being drained too; what waited was read against
    /// the gate again, so it ended as not sent.
    /// </summary>
    private void PassBarriers()
    {
        if (_barriers.Count == 0 || _current?.IsWriting == true || _draining?.IsWriting == true)
            return;

        foreach (var (barrier, replyTo) in _barriers)
            replyTo.Tell(new BarrierPassed(barrier.HaltId, _account));
        _barriers.Clear();
    }

    private void OnCancelEverything(CancelEverythingWritten everything)
    {
        _log.Warning("Cancelling {Count} orders of {Account} from the connection: {Reason}", _written.Count,
            _account, everything.Reason);
        if (_current is not { IsReady: true })
            return;

        foreach (var (id, order) in _written)
            _outbox.AddCancel(new SendCancel(new CancelAtVenue(id, order.Symbol)));
        Settle();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
        public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);
    }

    private sealed class Retry
    {
        public static readonly Retry Instance = new();
    }

    private sealed class OpenReplacement
    {
        public static readonly OpenReplacement Instance = new();
    }

    private readonly record struct WrittenOrder(Symbol Symbol, TimeSpan WrittenAt, bool IsAnswered = false);
}
