using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Audit;

/// <summary>
/// Seals what the journals of this node have been given since the last turn, and anchors it. Nothing waits
/// for it: it reads beside the writers, a bounded batch of each stream a turn, on a thread of its own because
/// it waits for the disk. After a start and again and again it reads everything that was sealed before; what
/// differs raises a hold that only a person lifts. When it cannot seal it says so and tries again.
/// </summary>
public sealed class SealActor : ReceiveActor, IWithTimers
{
    public const string Dispatcher = "akka.actor.waiting-dispatcher";

    /// <summary>
    /// A stop waits for so many turns of sealing; what is left then is sealed by the next start.
    /// </summary>
    private const int LastTurnsMax = 20;

    /// <summary>Findings of a turn that are told one by one.</summary>
    private const int AlarmsMax = 10;

    private readonly AuditFiles _files;
    private readonly AuditSettings _settings;
    private readonly IActorRef _gate;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private Sealer? _sealer;
    private RecordPatrol? _patrol;
    private TimeSpan _anchoredAt;
    private TimeSpan? _complainedAt;
    private TimeSpan? _patrolAt;

    public SealActor(AuditFiles files, AuditSettings settings, IActorRef gate, Clock clock)
    {
        _files = files;
        _settings = settings;
        _gate = gate;
        _clock = clock;
        _anchoredAt = clock.Now.Monotonic;

        Receive<Turn>(_ => OnTurn());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(AuditFiles files, AuditSettings settings, IActorRef gate, Clock clock) =>
        Akka.Actor.Props.Create(() => new SealActor(files, settings, gate, clock)).WithDispatcher(Dispatcher);

    protected override void PreStart() => Self.Tell(Turn.Instance);

    protected override void PostStop()
    {
        Guarded(() =>
        {
            for (var turn = 0; turn < LastTurnsMax && Open().Seal(_settings.SealRowsMax); turn++)
            {
            }

            Anchor(Open());
        });
        Close();
    }

    private void OnTurn()
    {
        var isBehind = false;
        Guarded(() =>
        {
            var sealer = Open();
            Patrol();
            isBehind = sealer.Seal(_settings.SealRowsMax);
            if (_clock.Now.Monotonic - _anchoredAt >= _settings.AnchorEvery)
                Anchor(sealer);
        });

        // The next turn is asked for when this one has ended, so that turns never queue up.
        if (isBehind)
            Self.Tell(Turn.Instance);
        else
            Timers.StartSingleTimer(Turn.Instance, Turn.Instance, _settings.SealEvery);
    }

    private void Patrol()
    {
        if (_patrolAt is { } due && _clock.Now.Monotonic < due)
            return;

        _patrol ??= RecordPatrol.Begin(_files);
        var isThrough = _patrol.Step(_settings.CheckRowsMax, out var findings);
        foreach (var finding in findings.Take(AlarmsMax))
            Alarm(finding);
        if (findings.Count > AlarmsMax)
            _log.Error("Audit record: {Count} more findings, see audit verify", findings.Count - AlarmsMax);
        if (!isThrough)
            return;

        _patrolAt = _clock.Now.Monotonic + _settings.CheckEvery;
        _log.Info("Audit record read again: {Rows} sealed rows of {Streams} streams", _patrol.Rows,
            _patrol.Streams);
        _patrol.Dispose();
        _patrol = null;
    }

    private void Alarm(AuditFinding finding)
    {
        _log.Error("Audit record of {Stream}: rows {First} to {Last} {Kind}: {Detail}", finding.Stream,
            finding.First, finding.Last, finding.Kind, finding.Detail);
        _gate.Tell(new RaiseHold(new Hold(HoldCause.AuditBroken, Scope.Everything, TradingMode.CancelOnly,
            $"{finding.Stream} {finding.First} to {finding.Last} {finding.Kind}: {finding.Detail}", "audit",
            _clock.Now.Wall)));
    }

    private void Anchor(Sealer sealer)
    {
        var anchors = sealer.TakeAnchors(_clock.Now.Wall);
        if (anchors.Count > 0)
            AnchorFile.Append(_files.Anchors, anchors);
        _anchoredAt = _clock.Now.Monotonic;
        foreach (var anchor in anchors)
            _log.Info("Audit anchor {Stream} {Sequence} {Hash} {At}", anchor.Stream, anchor.Sequence,
                anchor.Hash, $"{anchor.At:O}");
    }

    private Sealer Open() => _sealer ??= Sealer.Open(_files);

    /// <summary>
    /// A file that cannot be read or written now is opened anew in the next turn; said once a minute.
    /// </summary>
    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is JournalUnfitException or IOException or UnauthorizedAccessException)
        {
            Close();
            var now = _clock.Now.Monotonic;
            if (_complainedAt is { } last && now - last < TimeSpan.FromMinutes(1))
                return;

            _complainedAt = now;
            _log.Error(e, "The journals are not sealed; trying again");
        }
    }

    private void Close()
    {
        _patrol?.Dispose();
        _patrol = null;
        _sealer?.Dispose();
        _sealer = null;
    }

    private sealed class Turn
    {
        public static readonly Turn Instance = new();
    }
}
