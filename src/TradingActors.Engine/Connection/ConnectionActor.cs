using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;

namespace TradingActors.Engine.Connection;

/// <summary>
/// Owns one account's venue session and the only socket that can carry its orders. Fed by
/// OrderExecutionActor; tells
/// it what the venue says. The gate is read immediately before each write, so at most one frame is beyond it;
/// nothing
/// waits in the transport, and nothing that waited here survives a reconnect. Remembers every id that it
/// wrote and
/// that is not known to be finished, so that it can cancel with everybody else dead.
/// </summary>
public sealed partial class ConnectionActor : ReceiveActor, IWithTimers
{
    private readonly AccountId _account;
    private readonly IVenueConnector _venue;
    private readonly AccountGate _gate;
    private readonly IActorRef _orders;
    private readonly IReadOnlyList<IActorRef> _listeners;
    private readonly HealthMeters _meters;
    private readonly Clock _clock;
    private readonly ReconnectBackoff _backoff;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Outbox _outbox = new();
    private readonly Dictionary<VenueClientId, WrittenOrder> _written = [];
    private readonly List<(GateBarrier Barrier, IActorRef ReplyTo)> _barriers = [];
    private readonly SessionSink _sink;
    private IVenueSession? _session;
    private IVenueTransport? _transport;
    private FrameInbox? _inbox;
    private ConnectionPhase _phase = ConnectionPhase.Disconnected;
    private long _generation;
    private bool _writing;
    private bool _stopped;
    private string? _failure;
    private DateTimeOffset _throttledUntil;

    public ConnectionActor(
        AccountId account,
        IVenueConnector venue,
        AccountGate gate,
        ReconnectSettings reconnect,
        int seed,
        IActorRef orders,
        IReadOnlyList<IActorRef> listeners,
        HealthMeters meters,
        Clock clock)
    {
        _account = account;
        _venue = venue;
        _gate = gate;
        _orders = orders;
        _listeners = listeners;
        _meters = meters;
        _clock = clock;
        _backoff = new ReconnectBackoff(reconnect, new Random(seed));
        _sink = new SessionSink(this);

        Receive<SendOrder>(OnSend);
        Receive<SendReplace>(OnSend);
        Receive<SendCancel>(OnCancel);
        Receive<SendQuery>(OnQuery);
        Receive<OrderFinished>(finished => _written.Remove(finished.Id));
        Receive<FramesArrived>(OnFrames);
        Receive<TransportWritten>(OnWritten);
        Receive<TransportOpened>(OnOpened);
        Receive<TransportClosed>(closed => OnClosed(closed));
        Receive<Tick>(_ => OnTick());
        Receive<Retry>(_ => Connect());
        Receive<GateBarrier>(OnBarrier);
        Receive<CancelEverythingWritten>(OnCancelEverything);
        Receive<OpenConnection>(_ => OnOpen());
        Receive<StopConnection>(_ => OnStop());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        AccountId account,
        IVenueConnector venue,
        AccountGate gate,
        ReconnectSettings reconnect,
        int seed,
        IActorRef orders,
        IReadOnlyList<IActorRef> listeners,
        HealthMeters meters,
        Clock clock) =>
        Akka.Actor.Props.Create(() =>
            new ConnectionActor(account, venue, gate, reconnect, seed, orders, listeners, meters, clock));

    protected override void PostStop() => Release("the connection actor stops");

    private void OnSend(object order)
    {
        _outbox.AddOrder(order);
        Pump();
        AfterSession();
    }

    private void OnCancel(SendCancel cancel)
    {
        if (_session is not { IsReady: true })
        {
            _orders.Tell(new CancelNotSent(cancel.Command.Id, $"the venue session is {_phase}"));
            return;
        }

        _outbox.AddCancel(cancel);
        Pump();
        AfterSession();
    }

    private void OnQuery(SendQuery query)
    {
        if (_session is not { IsReady: true })
            return;

        _outbox.AddQuery(query);
        Pump();
        AfterSession();
    }

    /// <summary>Writes what waits, cancels first, until the socket is busy or nothing waits.</summary>
    private void Pump()
    {
        while (!_writing && _failure is null)
        {
            var ready = _session is { IsReady: true };
            if (_transport is not null && _outbox.TryTakeControl(out var frame))
                Write(frame.Span);
            else if (ready && _outbox.TryTakeCancel(out var cancel))
                _session!.Send(cancel.Command, _clock.Now);
            else if (_outbox.TryTakeOrder(out var order))
                SendThroughGate(order);
            else if (ready && _outbox.TryTakeQuery(out var query))
                _session!.Send(query.Query, _clock.Now);
            else
                return;
        }
    }

    private void SendThroughGate(object order)
    {
        var (id, symbol, strategy, reduces, receivedAt) = order switch
        {
            SendOrder o => (o.Command.Id, o.Command.Symbol, o.Strategy, o.Reduces, o.ReceivedAt),
            SendReplace r => (r.Command.Replacement.Id, r.Command.Replacement.Symbol, r.Strategy, r.Reduces, r.ReceivedAt),
            _ => throw new InvalidOperationException($"{order.GetType().Name} is not an order"),
        };
        if (WhyNot(strategy, symbol, reduces) is { } refusal)
        {
            _orders.Tell(new OrderStoppedAtGate(id, refusal.Code, refusal.Reason));
            return;
        }

        var now = _clock.Now;
        _written[id] = new WrittenOrder(symbol, now.Monotonic);
        _session!.Send(order is SendOrder place ? place.Command : ((SendReplace)order).Command, now);
        _meters.Record(Meter.OrderToWire, _clock.Now.Since(receivedAt));
    }

    /// <summary>The gate: why this order must not be handed to the socket now, null when it may.</summary>
    private (string Code, string Reason)? WhyNot(StrategyId strategy, Symbol symbol, bool reduces)
    {
        if (_session is not { IsReady: true })
            return ("NO_SESSION", $"the venue session is {_phase}");

        var mode = _gate.ModeFor(strategy, symbol);
        if (mode != TradingMode.Active && !(mode == TradingMode.ReduceOnly && reduces))
            return ("GATE_CLOSED", $"the mode is {mode}: {_gate.StrictestFor(strategy, symbol)?.Reason}");

        return _throttledUntil > _clock.Now.Wall
            ? ("THROTTLED", "the venue asked to slow down")
            : null;
    }

    private void Write(ReadOnlySpan<byte> frame)
    {
        switch (_transport!.Write(frame))
        {
            case WriteResult.Pending:
                _writing = true;
                break;
            case WriteResult.Failed:
                _failure ??= "a write failed";
                break;
        }
    }

    private void OnFrames(FramesArrived arrived)
    {
        if (arrived.Generation != _generation || _inbox is null)
            return;

        _inbox.Drain(this, static (frame, self) =>
        {
            if (self._failure is null)
                self._session?.Received(frame, self._clock.Now);
        });
        AfterSession();
    }

    private void OnWritten(TransportWritten written)
    {
        if (written.Generation != _generation)
            return;

        _writing = false;
        PassBarriers();
        Pump();
        AfterSession();
    }

    private void OnTick()
    {
        if (_session is null)
            return;

        var now = _clock.Now;
        if (now.Monotonic >= _session.NextDeadline)
            _session.Tick(now);
        AfterSession();
    }

    /// <summary>
    /// A session or a write that failed ends the connection, after the call into the session has returned.
    /// </summary>
    private void AfterSession()
    {
        if (_failure is { } failure)
            Lost(failure);
    }

    private void OnBarrier(GateBarrier barrier)
    {
        _barriers.Add((barrier, Sender));
        PassBarriers();
    }

    /// <summary>
    /// The write under way has ended; what waits is read against the gate again, so it ends as not sent.
    /// </summary>
    private void PassBarriers()
    {
        if (_writing || _barriers.Count == 0)
            return;

        Pump();
        foreach (var (barrier, replyTo) in _barriers)
            replyTo.Tell(new BarrierPassed(barrier.HaltId, _account));
        _barriers.Clear();
    }

    private void OnCancelEverything(CancelEverythingWritten everything)
    {
        _log.Warning("Cancelling {Count} orders of {Account} from the connection: {Reason}", _written.Count, _account,
            everything.Reason);
        if (_session is not { IsReady: true })
            return;

        foreach (var (id, order) in _written)
            _outbox.AddCancel(new SendCancel(new CancelAtVenue(id, order.Symbol)));
        Pump();
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

    private readonly record struct WrittenOrder(Symbol Symbol, TimeSpan WrittenAt, bool IsAnswered = false);

    private sealed class SessionSink(ConnectionActor owner) : IVenueSessionSink
    {
        public void Write(ReadOnlySpan<byte> frame)
        {
            if (owner._writing)
                owner._outbox.AddControl(frame);
            else if (owner._failure is null)
                owner.Write(frame);
        }

        public void Emit(VenueEvent venueEvent) => owner.OnVenueEvent(venueEvent);

        public void Counted(in RateUsage usage)
        {
        }
    }
}
