using Akka.Actor;
using Akka.Event;
using Akka.Pattern;
using Akka.Persistence;
using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// Owns the emergency stream, once in the cluster. The gates of all nodes bring it raises, clears and
/// resumes; it persists first and then tells every gate the whole state, and repeats it as the beat that
/// keeps them open. When it cannot persist it stops: the beat ends, and the gates close by themselves.
/// </summary>
public sealed class EmergencyActor : ReceivePersistentActor, IWithTimers
{
    private const int SnapshotEvery = 1_000;

    private readonly EmergencySettings _settings;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly List<IActorRef> _gates = [];
    private EmergencyState _state = EmergencyState.Initial;

    public EmergencyActor(
        EmergencySettings settings, string journalPlugin, string snapshotPlugin, Clock clock)
    {
        _settings = settings;
        _clock = clock;
        JournalPluginId = journalPlugin;
        SnapshotPluginId = snapshotPlugin;

        Recover<SnapshotOffer>(OnSnapshot);
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Recover<object>(OnReplayed);
        Command<RegisterGate>(_ => OnRegister());
        Command<MergeHold>(OnMergeHold);
        Command<MergeClear>(OnMergeClear);
        Command<ResumeUnder>(OnResume);
        Command<ApproveUnder>(OnApprove);
        Command<MergeRecord>(OnMergeRecord);
        Command<GetHalt>(OnGetHalt);
        Command<Beat>(_ => Broadcast());
        Command<Terminated>(ended => _gates.Remove(ended.ActorRef));
        Command<SaveSnapshotSuccess>(_ => { });
        Command<SaveSnapshotFailure>(failed =>
            _log.Warning(failed.Cause, "The emergency snapshot was not saved"));
    }

    public override string PersistenceId => "emergency";

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        EmergencySettings settings, string journalPlugin, string snapshotPlugin, Clock clock) =>
        Akka.Actor.Props.Create(() => new EmergencyActor(settings, journalPlugin, snapshotPlugin, clock));

    /// <summary>
    /// The actor under a supervisor that starts it again after its journal has failed it; this is what a
    /// cluster singleton is to run. Delays are not random, so that a run on virtual time repeats.
    /// </summary>
    public static Props SupervisedProps(
        EmergencySettings settings, string journalPlugin, string snapshotPlugin, Clock clock) =>
        BackoffSupervisor.Props(Backoff.OnStop(
            Props(settings, journalPlugin, snapshotPlugin, clock), "emergency",
            TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10), randomFactor: 0, maxNrOfRetries: -1));

    private void OnRegister()
    {
        Known(Sender);
        Sender.Tell(_state.ToMessage());
    }

    private void OnMergeHold(MergeHold merge)
    {
        Known(Sender);
        var gate = Sender;
        Commit(
            EmergencyRules.Raise(_state, merge.Hold, _clock.Now.Wall),
            () => gate.Tell(Merged(merge.Hold.Id)));
    }

    private void OnMergeClear(MergeClear merge)
    {
        Known(Sender);
        var gate = Sender;
        Commit(EmergencyRules.Clear(_state, merge.Clear, _clock.Now.Wall), () => gate.Tell(Merged(merge.Id)));
    }

    private void OnResume(ResumeUnder asked)
    {
        Known(Sender);
        var gate = Sender;
        var decision = EmergencyRules.Resume(_state, asked.Resume, asked.ValidUntil, _clock.Now.Wall,
            _settings.ResumeByTwo ? _settings.ApprovalValidFor : null);
        Commit(decision, () => gate.Tell(new ResumeAnswered(asked.ReplyTo,
            (object?)decision.Refusal ?? (object?)decision.Pending ?? ResumedNow(asked.Resume.Scope))));
    }

    private void OnApprove(ApproveUnder asked)
    {
        Known(Sender);
        var gate = Sender;
        var scope = _state.Pending.Find(asked.Approve.ApprovalId)?.What ?? Scope.Everything;
        var decision = EmergencyRules.Approve(_state, asked.Approve, asked.ValidUntil, _clock.Now.Wall);
        Commit(decision, () => gate.Tell(new ResumeAnswered(
            asked.ReplyTo, (object?)decision.Refusal ?? ResumedNow(scope))));
    }

    private void OnMergeRecord(MergeRecord merge)
    {
        Known(Sender);
        var gate = Sender;
        Commit(EmergencyRules.Record(_state, merge.Fact), () => gate.Tell(Merged(merge.Id)));
    }

    private void OnGetHalt(GetHalt asked) => Sender.Tell(_state.FindHalt(asked.HaltId)?.View(_state.Version)
        ?? new HaltView(asked.HaltId, null, HaltDurability.None, []));

    private void OnSnapshot(SnapshotOffer offer)
    {
        if (offer.Snapshot is not EmergencySnapshot snapshot || snapshot.Version != offer.Metadata.SequenceNr)
            throw new InvalidOperationException(
                $"the emergency snapshot at event {offer.Metadata.SequenceNr} is not one: {offer.Snapshot}");

        _state = EmergencyState.FromSnapshot(snapshot);
    }

    private void OnReplayed(object replayed)
    {
        if (LastSequenceNr != _state.Version + 1)
            throw new InvalidOperationException(
                $"the emergency stream has a gap: event {LastSequenceNr} follows event {_state.Version}");
        if (replayed is not EmergencyEvent emergencyEvent)
            throw new InvalidOperationException(
                $"event {LastSequenceNr} of the emergency stream is a {replayed.GetType().Name}");

        _state = _state.Apply(emergencyEvent);
    }

    private void OnRecovered()
    {
        if (_state.Version == 0)
            Commit(
                new EmergencyDecision([new InitialModeTaken(_settings.InitialMode, _clock.Now.Wall)]),
                () => { });
        Timers.StartPeriodicTimer(Beat.Instance, Beat.Instance, _settings.BeatEvery);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _log.Error(
            reason, "The emergency stream cannot be replayed after event {Version}: everything stays closed",
            _state.Version);
        base.OnRecoveryFailure(reason, message);
    }

    /// <summary>The stream went on without the event: the state here is not the stream's any more.</summary>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _log.Error(cause, "Event {Sequence} of the emergency stream was rejected by the journal", sequenceNr);
        Context.Stop(Self);
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        _log.Error(cause, "Event {Sequence} of the emergency stream may not have been written", sequenceNr);

    private void Commit(EmergencyDecision decision, Action committed)
    {
        if (decision.Events.Count == 0)
        {
            committed();
            return;
        }

        var left = decision.Events.Count;
        PersistAll(decision.Events, written =>
        {
            _state = _state.Apply(written);
            _log.Warning("Emergency state {Version}: {Event}", _state.Version, written);
            if (--left > 0)
                return;

            Broadcast();
            committed();
            if (_state.Version / SnapshotEvery > (_state.Version - decision.Events.Count) / SnapshotEvery)
                SaveSnapshot(_state.ToSnapshot());
        });
    }

    private Merged Merged(string id) => new(id, _state.Version);

    private Resumed ResumedNow(Scope scope) =>
        new(scope, _state.Version, GateSwitch.StrictestOf(_state.Holds, scope), _state.Holds);

    private void Broadcast()
    {
        var state = _state.ToMessage();
        foreach (var gate in _gates)
            gate.Tell(state);
    }

    /// <summary>One gate a node, watched, so the list is as long as the cluster.</summary>
    private void Known(IActorRef gate)
    {
        if (_gates.Contains(gate))
            return;

        _gates.Add(gate);
        Context.Watch(gate);
    }

    private sealed class Beat : INotInfluenceReceiveTimeout
    {
        public static readonly Beat Instance = new();
    }
}
