using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Journal;

/// <summary>
/// The only writer of one account's stream. Replays it at start, takes the account over under the next epoch,
/// then
/// writes one batch at a time for OrderExecutionActor: while a batch is being written, the next one gathers
/// there.
/// A failed or rejected write stops it, and with it the account's trading.
/// </summary>
public sealed class OrderJournal : ReceivePersistentActor
{
    private readonly string _holder;
    private readonly JournalSettings _settings;
    private readonly IIntentIndex _index;
    private readonly HealthMeters _meters;
    private readonly Clock _clock;
    private readonly bool _replayAll;
    private readonly string? _build;
    private readonly AccountGate? _gate;
    private readonly long _indexedAtStart;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<ClientOrderId, KnownIntent> _forgotten = [];
    private AccountState _state = new();
    private long _snapshotAt;
    private long _expected = 1;
    private bool _refused;

    public OrderJournal(
        AccountId account,
        string holder,
        JournalSettings settings,
        IIntentIndex index,
        HealthMeters meters,
        Clock clock,
        bool replayAll,
        string? build,
        AccountGate? gate)
    {
        _build = build;
        PersistenceId = $"account-{account}";
        JournalPluginId = settings.JournalPlugin;
        SnapshotPluginId = settings.SnapshotPlugin;
        _holder = holder;
        _settings = settings;
        _index = index;
        _meters = meters;
        _clock = clock;
        _replayAll = replayAll;
        _gate = gate;
        _indexedAtStart = index.LastSequenceNumber;

        Recover<SnapshotOffer>(OnSnapshot);
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Recover<object>(OnReplayed);
        Command<WriteEvents>(OnWrite);
        Command<SaveSnapshotSuccess>(saved => _snapshotAt = saved.Metadata.SequenceNr);
        Command<SaveSnapshotFailure>(failed => _log.Warning(failed.Cause, "Snapshot of {Account} was not saved", account));
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => _replayAll ? new Recovery(SnapshotSelectionCriteria.None) : Recovery.Default;

    /// <summary>
    /// <paramref name="gate"/> is closed on the turn on which a write is found to have failed.
    /// </summary>
    public static Props Props(
        AccountId account,
        string holder,
        JournalSettings settings,
        IIntentIndex index,
        HealthMeters meters,
        Clock clock,
        bool replayAll,
        string? build = null,
        AccountGate? gate = null) =>
        Akka.Actor.Props.Create(() =>
            new OrderJournal(
                account, holder, settings, index, meters, clock, replayAll, build, gate));

    private void OnSnapshot(SnapshotOffer offer)
    {
        if (offer.Snapshot is not AccountSnapshot snapshot)
        {
            Refuse($"the snapshot at event {offer.Metadata.SequenceNr} is a {offer.Snapshot?.GetType().Name ?? "null"}");
            return;
        }

        if (_index.LastSequenceNumber < offer.Metadata.SequenceNr)
        {
            _refused = true;
            Context.Parent.Tell(new IndexUnfit(
                $"the id index ends at event {_index.LastSequenceNumber}, before the snapshot at event {offer.Metadata.SequenceNr}"));
            return;
        }

        _state = AccountState.FromSnapshot(snapshot);
        _snapshotAt = offer.Metadata.SequenceNr;
        _expected = _snapshotAt + 1;
    }

    private void OnReplayed(object replayed)
    {
        if (_refused)
            return;

        if (LastSequenceNr != _expected)
        {
            Refuse($"event {_expected} is missing: event {LastSequenceNr} follows event {_expected - 1}");
            return;
        }

        if (replayed is not AccountEvent accountEvent)
        {
            Refuse($"event {LastSequenceNr} is a {replayed.GetType().Name}, which no account's stream holds");
            return;
        }

        _expected++;
        _state.Apply(accountEvent);
        if (_state.Forgotten.Count >= _settings.IndexBatch)
            IndexForgotten();
    }

    private void OnRecovered()
    {
        if (_refused)
            return;

        if (_indexedAtStart > LastSequenceNr && !_replayAll)
        {
            _refused = true;
            _index.Clear();
            Context.Parent.Tell(new IndexUnfit(
                $"the id index ends at event {_indexedAtStart}, behind the stream's end at event {LastSequenceNr}"));
            return;
        }

        IndexForgotten();
        var taken = new OwnershipTaken(_state.Epoch + 1, _holder, _clock.Now.Wall, _build);
        Persist(taken, written =>
        {
            _state.Apply(written);
            Context.Parent.Tell(new AccountRecovered(_state.ToSnapshot(), LastSequenceNr));
        });
    }

    /// <summary>
    /// A journal that cannot be read now is read again when the desk opens again, with back-off; a stream
    /// that cannot be understood waits for a person.
    /// </summary>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        if (message is null && JournalFailures.MayPass(reason))
            _log.Error(
                reason, "Stream {Stream} cannot be read now, after event {Sequence}", PersistenceId,
                LastSequenceNr);
        else
            Refuse($"event {LastSequenceNr + (message is null ? 1 : 0)} cannot be replayed: {Innermost(reason)}");
        base.OnRecoveryFailure(reason, message);
    }

    /// <summary>
    /// The stream went on without the event: nothing that follows can be trusted, so the desk stops.
    /// </summary>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        CloseGate($"the journal rejected event {sequenceNr}: {Innermost(cause)}");
        _log.Error(
            cause, "Event {Sequence} of {Stream} was rejected by the journal", sequenceNr, PersistenceId);
        Context.Stop(Self);
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        CloseGate($"event {sequenceNr} may not have been written: {Innermost(cause)}");
        _log.Error(
            cause, "Event {Sequence} of {Stream} may not have been written", sequenceNr, PersistenceId);
    }

    /// <summary>
    /// What is durable and waits for its socket stops here. The account would close the gate too, but only
    /// when it learns of the end of this actor, behind whatever waits in its own mailbox.
    /// </summary>
    private void CloseGate(string reason)
    {
        _gate?.SetJournal(new Hold(HoldCause.DeskNotReady, Scope.Account(_gate.Account), TradingMode.Halted,
            reason, "journal", _clock.Now.Wall));
    }

    protected override void PostStop()
    {
        _index.Dispose();
        base.PostStop();
    }

    private void OnWrite(WriteEvents write)
    {
        var started = _clock.Now;
        var (events, known) = LeaveOutKnown(write.Events);
        var replyTo = Sender;
        if (events.Count == 0)
        {
            replyTo.Tell(new EventsWritten(LastSequenceNr, 0, known));
            return;
        }

        var left = events.Count;
        PersistAll(events, written =>
        {
            _state.Apply(written);
            if (--left > 0)
                return;

            _meters.Record(Meter.JournalWrite, _clock.Now.Since(started));
            replyTo.Tell(new EventsWritten(LastSequenceNr, events.Count, known));
            KeepUp();
        });
    }

    private (IReadOnlyList<AccountEvent> Events, IReadOnlyList<KnownIntent> Known) LeaveOutKnown(
        IReadOnlyList<AccountEvent> events)
    {
        if (_index.LastSequenceNumber == 0 && _state.Forgotten.Count == 0)
            return (events, []);

        List<KnownIntent>? known = null;
        List<AccountEvent>? kept = null;
        for (var i = 0; i < events.Count; i++)
        {
            if (RequestOf(events[i]) is { } request && FindForgotten(request.ClientOrderId) is { } intent)
            {
                kept ??= [.. events.Take(i)];
                (known ??= []).Add(intent);
                continue;
            }

            kept?.Add(events[i]);
        }

        return (kept ?? events, known ?? []);
    }

    private static OrderRequest? RequestOf(AccountEvent on) => on switch
    {
        IntentRecorded intent => intent.Request,
        IntentRefused refused => refused.Request,
        _ => null,
    };

    private KnownIntent? FindForgotten(ClientOrderId id) =>
        _forgotten.TryGetValue(id, out var intent) ? intent : _index.Find(id);

    private void KeepUp()
    {
        var forgotten = _state.Forgotten;
        for (var i = _forgotten.Count; i < forgotten.Count; i++)
            _forgotten[forgotten[i].Request.ClientOrderId] = forgotten[i];
        if (forgotten.Count >= _settings.IndexBatch)
            IndexForgotten();

        if (LastSequenceNr - _snapshotAt < _settings.SnapshotEvery)
            return;

        IndexForgotten();
        _snapshotAt = LastSequenceNr;
        SaveSnapshot(_state.ToSnapshot());
    }

    private void IndexForgotten()
    {
        _index.Add(_state.Forgotten, LastSequenceNr);
        _state.ClearForgotten();
        _forgotten.Clear();
    }

    private void Refuse(string problem)
    {
        if (_refused)
            return;

        _refused = true;
        var text = $"stream {PersistenceId}: {problem}";
        _log.Error("The journal is not fit to trade on: {Problem}", text);
        Context.Parent.Tell(new AccountUnrecoverable(text));
    }

    private static string Innermost(Exception e) =>
        e.InnerException is null ? e.Message : Innermost(e.InnerException);
}
