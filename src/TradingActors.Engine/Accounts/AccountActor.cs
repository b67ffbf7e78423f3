using Akka.Actor;
using Akka.Event;
using Microsoft.Data.Sqlite;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Accounts;

/// <summary>
/// Supervises the desk of one account: journal, risk, orders, positions, connection and strategies, all on
/// this node.
/// Any failure among them closes the gate first, then discards the whole desk and opens it again from the
/// journal.
/// </summary>
public sealed partial class AccountActor : ReceiveActor, IWithTimers
{
    private readonly AccountSettings _settings;
    private readonly EngineParts _parts;
    private readonly EngineActors _engine;
    private readonly AccountGate _gate;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HashSet<IActorRef> _ending = [];
    private Desk? _desk;
    private IActorRef? _journal;
    private DeskPhase _phase = DeskPhase.Stopped;
    private long _epoch;
    private int _generation;
    private int _failures;
    private bool _replayAll;

    public AccountActor(AccountSettings settings, EngineParts parts, EngineActors engine)
    {
        _settings = settings;
        _parts = parts;
        _engine = engine;
        _gate = parts.Gate.For(settings.Account, settings.Venue);

        Receive<StartAccount>(_ => OnStart());
        Receive<AccountRecovered>(OnRecovered);
        Receive<IndexUnfit>(OnIndexUnfit);
        Receive<AccountUnrecoverable>(OnUnrecoverable);
        Receive<ConnectionChanged>(OnConnectionChanged);
        Receive<DeskReconciled>(OnReconciled);
        Receive<DeskUnreconciled>(OnUnreconciled);
        Receive<MarketDataView>(OnMarks);
        Receive<LookAtGate>(_ => OnLookAtGate());
        Receive<Terminated>(OnTerminated);
        Receive<Reopen>(_ => OpenDesk());
        Receive<CloseConnection>(_ => EndConnection());
        Receive<PlaceOrder>(OnPlace);
        Receive<ReplaceOrder>(OnReplace);
        Receive<CancelOrder>(OnCancel);
        Receive<CancelAllOrders>(OnCancelAll);
        Receive<ChangeLimit>(OnLimits);
        Receive<ApproveLimit>(OnLimits);
        Receive<GetLimits>(OnLimits);
        Receive<GetExposure>(OnLimits);
        Receive<ResolveOrder>(OnResolve);
        Receive<ResolveMismatch>(OnResolve);
        Receive<ReplaceSession>(replace => _desk?.Connection.Forward(replace));
        Receive<GetConnection>(get => _desk?.Connection.Forward(get));
        Receive<Flatten>(OnFlatten);
        Receive<StopFlatten>(OnStopFlatten);
        Receive<StopTrading>(OnStopTrading);
        Receive<OrdersFlushed>(OnFlushed);
        Receive<CheckStopped>(_ => _desk?.Orders.Tell(new FlushOrders()));
        Receive<CancelAllAnswer>(_ => { });
        Receive<ConnectionStopped>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(AccountSettings settings, EngineParts parts, EngineActors engine) =>
        Akka.Actor.Props.Create(() => new AccountActor(settings, parts, engine));

    /// <summary>
    /// The gate is closed on the supervisor's turn, before anything else is decided about the failure.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        CloseGate($"{Sender.Path.Name} failed: {failure.Message}");
        _log.Error(failure, "{Child} of {Account} failed", Sender.Path.Name, _settings.Account);
        return Directive.Stop;
    });

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(LookAtGate.Instance, LookAtGate.Instance, LookAtGate.Every);

    protected override void PostStop() => CloseGate("the account stops on this node");

    private void OnStart()
    {
        if (_phase == DeskPhase.Stopped && _desk is null && _journal is null)
            OpenDesk();
    }

    private void OpenDesk()
    {
        _generation++;
        CloseGate("recovering");
        _gate.SetJournal(null);
        Enter(DeskPhase.Recovering, _replayAll ? "replaying the whole stream" : "replaying the stream");
        if (OpenIndex() is not { } index)
            return;

        _journal = Context.Watch(Context.ActorOf(
            OrderJournal.Props(_settings.Account, _parts.Holder, _settings.Journal, index, _parts.Meters,
                _parts.Clock, _replayAll, _parts.Build, _gate),
            Name("journal")));
        _replayAll = false;
    }

    /// <summary>Null where the index's file cannot be opened now: another try follows.</summary>
    private SqliteIntentIndex? OpenIndex()
    {
        try
        {
            return new SqliteIntentIndex(
                Path.Combine(_parts.DataDirectory, "intents.db"), _settings.Account.Value);
        }
        catch (SqliteException e)
        {
            _log.Error(e, "The id index of {Account} cannot be opened", _settings.Account);
            CloseDesk($"the id index cannot be opened: {e.Message}");
            return null;
        }
    }

    private void OnRecovered(AccountRecovered recovered)
    {
        if (!Sender.Equals(_journal) || _desk is not null)
            return;

        _epoch = recovered.State.Epoch;
        _ticket = 0;
        _facts = new DeskFacts(false, false, []);
        _desk = Desk.Assemble(Context, _settings, _parts, _engine, _gate, _journal!, recovered, Name);
        foreach (var child in _desk.All)
            Context.Watch(child);
        Publish(Desk.Summary(recovered));
        _engine.Gate.Tell(new DeskOpened(_settings.Account, _settings.Venue, _desk.Connection, _desk.Orders));
        Enter(DeskPhase.Connecting, $"epoch {_epoch}");
    }

    /// <summary>Only a full replay can tell which ids were used.</summary>
    private void OnIndexUnfit(IndexUnfit unfit)
    {
        _log.Warning("{Account} replays its whole stream: {Problem}", _settings.Account, unfit.Problem);
        _replayAll = true;
        CloseDesk("the id index is made anew");
    }

    private void OnUnrecoverable(AccountUnrecoverable problem)
    {
        CloseGate(problem.Problem);
        Enter(DeskPhase.Unrecoverable, problem.Problem);
        if (_journal is not null)
            Context.Stop(_journal);
    }

    /// <summary>
    /// The only place where the desk's phase changes, and with it what the desk lets through the gate.
    /// </summary>
    private void Enter(DeskPhase phase, string reason)
    {
        if (_phase is DeskPhase.Stopping && phase is not (DeskPhase.Stopped or DeskPhase.Restarting))
            return;

        _log.Info("{Account} {Old} → {New}: {Reason}", _settings.Account, _phase, phase, reason);
        _phase = phase;
        _gate.SetCanExit(phase is DeskPhase.AwaitingQuotes or DeskPhase.Trading);
        var mode = DeskRules.ModeOf(phase);
        _gate.SetDesk(mode == TradingMode.Active ? null : NotReady(mode, reason));
        Publish(new DeskChanged(_settings.Account, phase, reason, _epoch));
        Publish(new ModeChanged(_settings.Account, _gate.Mode, _gate.Holds));
    }

    private Hold NotReady(TradingMode mode, string reason) => new(HoldCause.DeskNotReady,
        Scope.Account(_settings.Account), mode, reason, "desk", _parts.Clock.Now.Wall);

    private void CloseGate(string reason)
    {
        _gate.SetCanExit(false);
        _gate.SetDesk(NotReady(TradingMode.Halted, reason));
    }

    private void Publish(object message)
    {
        _engine.Blotter.Tell(message is DeskRecovered ? new FromDesk(_settings.Account, message) : message);
        _engine.Health.Tell(message);
    }

    private void OnTerminated(Terminated ended)
    {
        var isExpected = _ending.Remove(ended.ActorRef);
        if (ended.ActorRef.Equals(_journal))
        {
            _journal = null;
            if (!isExpected && _phase != DeskPhase.Unrecoverable)
                OnJournalEnded();
        }

        if (_phase == DeskPhase.Unrecoverable)
            return;

        if (_phase is not (DeskPhase.Restarting or DeskPhase.Stopping or DeskPhase.Stopped))
            CloseDesk($"{ended.ActorRef.Path.Name} ended");
        else if (_ending.Count == 0 && _journal is null && _desk is null && _phase == DeskPhase.Restarting)
            ScheduleReopen();
        else if (_ending.Count == 0 && _journal is null && _desk is null && _phase == DeskPhase.Stopping)
            FinishStopping();
    }

    /// <summary>Discards the desk. The connection lives a moment longer, to cancel what it wrote.</summary>
    private void CloseDesk(string reason)
    {
        CloseGate(reason);
        Enter(DeskPhase.Restarting, reason);
        _engine.Gate.Tell(new DeskClosed(_settings.Account));
        foreach (var child in Context.GetChildren().OrderBy(c => c.Path.Name, StringComparer.Ordinal).ToArray())
        {
            _ending.Add(child);
            if (!child.Equals(_desk?.Connection))
                Context.Stop(child);
        }

        if (_desk is { } desk && _ending.Contains(desk.Connection))
        {
            desk.Connection.Tell(new CancelEverythingWritten(reason));
            Timers.StartSingleTimer(CloseConnection.Instance, CloseConnection.Instance, CloseConnection.After);
            return;
        }

        _desk = null;
        if (_ending.Count == 0 && _journal is null)
            ScheduleReopen();
    }

    private void EndConnection()
    {
        if (_desk is null)
            return;

        Context.Stop(_desk.Connection);
        _desk = null;
        if (_ending.Count == 0 && _journal is null)
            ScheduleReopen();
    }

    private void ScheduleReopen()
    {
        var delay = TimeSpan.FromMilliseconds(Math.Min(30_000, 250 << Math.Min(_failures++, 7)));
        _log.Warning("{Account} opens its desk again in {Delay}", _settings.Account, delay);
        Timers.StartSingleTimer(Reopen.Instance, Reopen.Instance, delay);
    }

    private string Name(string child) => $"{child}-{_generation}";

    private sealed class Reopen
    {
        public static readonly Reopen Instance = new();
    }

    private sealed class CloseConnection
    {
        public static readonly CloseConnection Instance = new();
        public static readonly TimeSpan After = TimeSpan.FromMilliseconds(500);
    }
}
