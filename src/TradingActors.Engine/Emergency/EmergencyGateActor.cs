using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// The gate of one node. Keeps the <see cref="GateSwitch"/> in step with the EmergencyActor, tells the desks
/// their modes, and carries every halt through: flag, barrier, durability, acknowledgement, cancels. The flag
/// is set by the caller's own thread before the message arrives here; the cancels start behind the barrier
/// and wait for no journal; a fault in one step leaves the others as they are. What was raised here is
/// brought to the stream until it is there.
/// </summary>
public sealed partial class EmergencyGateActor : ReceiveActor, IWithTimers
{
    private readonly GateSwitch _gate;
    private readonly IActorRef _emergency;
    private readonly EmergencySettings _settings;
    private readonly string _haltFilePath;
    private readonly IActorRef[] _listeners;
    private readonly Clock _clock;
    private readonly GateDesks _desks;
    private readonly HaltBook _halts;
    private readonly GateClears _clears;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IReadOnlyList<HaltReport> _unfinished = [];
    private Instant _heardAt;

    private EmergencyGateActor(
        GateSwitch gate,
        IActorRef emergency,
        EmergencySettings settings,
        string haltFilePath,
        IActorRef[] listeners,
        Clock clock,
        GateDesks desks,
        GateClears clears)
    {
        _gate = gate;
        _emergency = emergency;
        _settings = settings;
        _haltFilePath = haltFilePath;
        _listeners = listeners;
        _clock = clock;
        _desks = desks;
        _clears = clears;
        _halts = new HaltBook(clock);
        _heardAt = clock.Now;
        _file = Context.ActorOf(HaltFileActor.Props(haltFilePath), "halt-file");

        Receive<Halt>(OnHalt);
        Receive<RaiseHold>(OnRaise);
        Receive<ClearHold>(OnClear);
        Receive<Resume>(resume => OnLift(
            resume.Scope, (asker, validUntil) => new ResumeUnder(resume, asker, validUntil)));
        Receive<ApproveResume>(approve => OnLift(
            Scope.Everything, (asker, validUntil) => new ApproveUnder(approve, asker, validUntil)));
        Receive<HoldsInForce>(OnHolds);
        Receive<Merged>(OnMerged);
        Receive<ResumeAnswered>(OnResumeAnswered);
        Receive<BarrierPassed>(OnBarrierPassed);
        Receive<BarrierOverdue>(overdue => OnBarrierOver(overdue.HaltId));
        Receive<JournalOverdue>(overdue => OnJournalOverdue(overdue.HaltId));
        Receive<HaltFileWritten>(OnFileWritten);
        Receive<FileOverdue>(overdue => OnFileOverdue(overdue.HaltId));
        Receive<HaltReport>(OnReport);
        Receive<DeskOpened>(OnDeskOpened);
        Receive<DeskClosed>(closed => _desks.Close(closed.Account));
        Receive<GetEmergency>(_ => Sender.Tell(_gate.View()));
        Receive<GetHalt>(OnGetHalt);
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>
    /// <paramref name="emergency"/> reaches the one EmergencyActor, wherever it runs;
    /// <paramref name="listeners"/> hear <see cref="ModeChanged"/> and <see cref="HaltReport"/>.
    /// </summary>
    public static Props Props(
        GateSwitch gate,
        IActorRef emergency,
        EmergencySettings settings,
        string haltFilePath,
        IActorRef[] listeners,
        Clock clock)
    {
        var desks = new GateDesks();
        var clears = new GateClears();
        return Akka.Actor.Props.CreateBy(new Producer(() =>
            new EmergencyGateActor(
                gate, emergency, settings, haltFilePath, listeners, clock, desks, clears)));
    }

    /// <summary>
    /// What an earlier life of this gate or of the process left unmerged goes on from where it stood. A halt
    /// file that cannot be read stops the gate for good, with the switch closed: no supervisor could start it
    /// any better.
    /// </summary>
    protected override void PreStart()
    {
        try
        {
            TakeUp(HaltFile.Read(_haltFilePath));
        }
        catch (HaltFileException e)
        {
            _log.Error(e, "The gate does not start, and nothing trades on this node: {Problem}", e.Message);
            Context.Stop(Self);
            return;
        }

        foreach (var hold in _gate.Unmerged)
            if (!hold.Cause.ClearsItself() && _halts.Find(hold.Id) is null)
                Begin(hold, ActorRefs.Nobody);
        _emergency.Tell(new RegisterGate());
        Timers.StartPeriodicTimer(nameof(Tick), new Tick(), _settings.BeatEvery);
    }

    /// <summary>
    /// A hold that needs a person is carried through like a halt; one that clears itself is only brought on.
    /// </summary>
    private void OnRaise(RaiseHold raise)
    {
        if (raise.Hold.Mode == TradingMode.Active)
            return;

        var hold = raise.Hold.Id.Length > 0 ? raise.Hold : raise.Hold with { Id = _gate.NextId("raise") };
        if (!hold.Cause.ClearsItself())
        {
            Begin(hold, ActorRefs.Nobody);
            return;
        }

        _clears.Remove(hold.Key);
        _gate.Latch(hold);
        _emergency.Tell(new MergeHold(hold));
        PublishModes();
        StartCancels();
    }

    private void OnClear(ClearHold clear)
    {
        if (!clear.Cause.ClearsItself())
        {
            _log.Warning("A hold for {Cause} needs a person; it is not cleared: {Reason}",
                clear.Cause, clear.Reason);
            return;
        }

        _gate.Unlatch(clear.Cause, clear.Scope);
        PublishModes();
        var merge = new MergeClear(_gate.NextId("clear"), clear);
        if (!_clears.TryAdd(merge))
            _log.Error("Too many holds wait to be cleared; {Cause} on {Scope} is asked once",
                clear.Cause, clear.Scope);
        _emergency.Tell(merge);
    }

    /// <summary>Nothing is lifted by a node that does not know all that is held.</summary>
    private void OnLift(Scope scope, Func<IActorRef, DateTimeOffset, object> question)
    {
        var state = _gate.View();
        var waiting = Unjournaled().Count();
        if (!state.IsRecovered || state.IsStale)
            Sender.Tell(new ResumeRefused(scope, ResumeCodes.StreamUnreachable,
                "this node does not hear the emergency stream now"));
        else if (waiting > 0)
            Sender.Tell(new ResumeRefused(scope, ResumeCodes.LatchUnmerged,
                $"{waiting} holds that were raised on this node are not journaled yet"));
        else
            _emergency.Tell(question(Sender, _clock.Now.Wall + _settings.GateStaleAfter));
    }

    private void OnResumeAnswered(ResumeAnswered answered)
    {
        answered.ReplyTo.Tell(answered.Answer is Resumed resumed ? WithDesks(resumed) : answered.Answer);
    }

    /// <summary>
    /// The holds may be gone, and yet an account has to climb before it trades: the strictest mode counts.
    /// </summary>
    private Resumed WithDesks(Resumed resumed)
    {
        var mode = resumed.ModeNow;
        foreach (var desk in _desks.In(resumed.Scope))
            mode = desk.Gate.Mode > mode ? desk.Gate.Mode : mode;
        return resumed with { ModeNow = mode };
    }

    private void OnHolds(HoldsInForce state)
    {
        if (!_gate.Apply(state))
        {
            _log.Error("Emergency state {Version} is older than the one in force; it is not taken",
                state.Version);
            return;
        }

        _heardAt = _clock.Now;
        _unfinished = state.Unfinished ?? [];
        _gate.SetStale(null);
        PublishModes();
        StartCancels();
    }

    private void OnMerged(Merged merged)
    {
        _gate.Merged(merged.Id, merged.Version);
        _clears.Merged(merged.Id);
        _halts.Recorded(merged.Id);
        Settle(_halts.Find(merged.Id), HaltDurability.Journal, merged.Version);
        PublishModes();
        RemoveFileIfMerged();
    }

    private void OnDeskOpened(DeskOpened opened)
    {
        _desks.Open(opened, _gate.For(opened.Account, opened.Venue));
        PublishModes();
        StartCancels();
    }

    private void OnTick()
    {
        CheckBeat();
        foreach (var hold in Unjournaled())
            _emergency.Tell(new MergeHold(hold));
        foreach (var clear in _clears.All)
            _emergency.Tell(clear);
        SendRecords();
        PublishModes();
    }

    private void CheckBeat()
    {
        var silence = _clock.Now.Since(_heardAt);
        if (silence >= 2 * _settings.BeatEvery || !_gate.View().IsRecovered)
            _emergency.Tell(new RegisterGate());
        if (silence >= _settings.GateStaleAfter)
            _gate.SetStale(new Hold(HoldCause.GateStale, Scope.Everything, TradingMode.CancelOnly,
                $"nothing heard from the emergency stream for {_settings.GateStaleAfter.TotalSeconds} s",
                "node", _clock.Now.Wall));
    }

    private void PublishModes()
    {
        foreach (var desk in _desks.All)
            if (desk.TakeModeChange() is { } changed)
            {
                desk.Orders.Tell(changed);
                foreach (var listener in _listeners)
                    listener.Tell(changed);
            }
    }

    /// <summary>
    /// Every halting hold, wherever it was raised, cancels once in each desk; one given here after its
    /// barrier.
    /// </summary>
    private void StartCancels()
    {
        foreach (var desk in _desks.All)
            foreach (var hold in desk.TakeCancels(h => _halts.Find(h.Id) is not { IsBarrierOver: false }))
                Cancel(desk, hold);
    }

    private sealed record Tick;

    private sealed class Producer(Func<EmergencyGateActor> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(EmergencyGateActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
