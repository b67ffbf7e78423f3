using System.Globalization;
using System.Text;

namespace TradingActors.Simulation;

/// <summary>
/// The world's disk: streams and snapshots outlive the nodes that wrote them. A write becomes durable a
/// little after it was asked for and is acknowledged a little after that, so that a crash finds it before,
/// between or after the two; faults make it worse. Each database answers in the order in which it was asked,
/// independent of the other.
/// </summary>
public sealed class SimulatedJournalStore
{
    /// <summary>The latest snapshots of a stream are kept; older ones are of no use to anybody.</summary>
    public const int SnapshotsMax = 3;

    /// <summary>Strikes and failures remembered; a longer run forgets the oldest.</summary>
    public const int RememberedMax = 100_000;

    private static readonly string[] NoManifests = [];

    private readonly Random _random;
    private readonly TimeSpan _writeDelayMax;
    private readonly Trace? _trace;
    private readonly JournalFaultPlan _plan;
    private readonly SortedDictionary<string, List<JournaledEvent>> _streams = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<JournaledSnapshot>> _snapshots =
        new(StringComparer.Ordinal);

    private readonly TimeSpan[] _lastAt = new TimeSpan[2];
    private readonly Queue<JournalStrike> _strikes = new();
    private readonly Queue<JournalFailure> _failures = new();
    private bool _mayConflict;

    public SimulatedJournalStore(ulong seed, TimeSpan writeDelayMax, Trace? trace = null)
    {
        _random = new Random((int)(seed ^ (seed >> 32)));
        _writeDelayMax = writeDelayMax;
        _trace = trace;
        _plan = new JournalFaultPlan(seed + 0x9E37_79B9);
    }

    /// <summary>Every fault that has struck.</summary>
    public IReadOnlyCollection<JournalStrike> Strikes => _strikes;

    /// <summary>Every failure that the engine was told of.</summary>
    public IReadOnlyCollection<JournalFailure> Failures => _failures;

    /// <summary>Writes that found their sequence number taken by one that had been given up.</summary>
    public int Conflicts { get; private set; }

    public IReadOnlyList<JournaledEvent> Stream(string persistenceId) =>
        _streams.TryGetValue(persistenceId, out var stream) ? stream : [];

    /// <summary>Replaces the faults in force; spans that were under way end.</summary>
    /// <exception cref="ArgumentException">A rule is out of range.</exception>
    public void ReplaceFaults(IReadOnlyList<JournalFaultRule> rules) => _plan.Replace(rules);

    /// <summary>
    /// Writes become durable, and are answered, in the order in which they were asked for.
    /// </summary>
    internal void Commit(
        SimulatedNode node, IReadOnlyList<JournaledStreamEvents> writes, Action<JournalAnswer> answer)
    {
        var stream = StreamOf(writes.Count > 0 ? writes[0].PersistenceId : "");
        var manifests = writes.SelectMany(w => w.Events).Select(e => e.Manifest).ToArray();
        if (Draw(JournalFaultTarget.Write, stream, manifests, node.Loop.Now) is { } strike)
            CommitBadly(node, writes, strike, answer);
        else
            Commit(node, writes, stream, TimeSpan.Zero, answer);
    }

    /// <summary>Null where the replay goes through; otherwise what it breaks off with.</summary>
    internal Exception? DrawReplay(string persistenceId, TimeSpan now) =>
        Draw(JournalFaultTarget.Replay, StreamOf(persistenceId), NoManifests, now) is { } strike
            ? JournalFaultKinds.Failure(strike.Kind)
            : null;

    /// <summary>The latest snapshot within the bounds, null where there is none.</summary>
    internal JournaledSnapshot? FindSnapshot(
        string persistenceId, long sequenceNumberMax, DateTime savedUntil, TimeSpan now)
    {
        if (Draw(JournalFaultTarget.SnapshotRead, StreamOf(persistenceId), NoManifests, now) is { } strike)
            throw JournalFaultKinds.Failure(strike.Kind);

        return _snapshots.TryGetValue(persistenceId, out var saved)
            ? saved.LastOrDefault(s => s.SequenceNumber <= sequenceNumberMax && s.SavedAt <= savedUntil)
            : null;
    }

    internal void SaveSnapshot(
        SimulatedNode node, string persistenceId, JournaledSnapshot snapshot, Action<Exception?> answer)
    {
        var stream = StreamOf(persistenceId);
        var strike = Draw(JournalFaultTarget.SnapshotSaved, stream, NoManifests, node.Loop.Now);
        node.At(NextMoment(stream, node.Loop.Now), () =>
        {
            if (strike is { Kind: not JournalFaultKind.SnapshotLost } failed)
            {
                answer(JournalFaultKinds.Failure(failed.Kind));
                return;
            }

            if (strike is null)
                Keep(persistenceId, snapshot);
            answer(null);
        });
    }

    internal static JournalStream StreamOf(string persistenceId) =>
        persistenceId == "emergency" ? JournalStream.Emergency : JournalStream.Account;

    private void Commit(
        SimulatedNode node,
        IReadOnlyList<JournaledStreamEvents> writes,
        JournalStream stream,
        TimeSpan delay,
        Action<JournalAnswer> answer)
    {
        var durableAt = NextMoment(stream, node.Loop.Now + delay);
        var acknowledgedAt = NextMoment(stream, durableAt);
        var outcome = JournalAnswer.Written;
        node.At(durableAt, () => outcome = Append(writes));
        node.At(
            acknowledgedAt, () => Answer(node, stream, JournalFaultKind.FailedNotWritten, outcome, answer));
    }

    private void CommitBadly(
        SimulatedNode node,
        IReadOnlyList<JournaledStreamEvents> writes,
        JournalStrike strike,
        Action<JournalAnswer> answer)
    {
        var (kind, stream) = (strike.Kind, strike.Stream);
        switch (kind)
        {
            case JournalFaultKind.Slow:
                Commit(node, writes, stream, strike.Delay, answer);
                return;
            case JournalFaultKind.FailedWrittenLater:
                // What is asked for meanwhile waits behind it, as behind a writer that hangs.
                _mayConflict = true;
                var givenUpAt = node.Loop.Now + JournalFaultKinds.CallTimeout;
                node.At(givenUpAt, () => Answer(node, stream, kind, JournalAnswer.Of(kind), answer));
                node.At(NextMoment(stream, givenUpAt + strike.Delay), () => Append(writes));
                return;
            case JournalFaultKind.FailedButWritten:
                node.At(NextMoment(stream, node.Loop.Now), () => Append(writes));
                break;
        }

        var failedAt = NextMoment(stream, node.Loop.Now);
        node.At(failedAt, () => Answer(node, stream, kind, JournalAnswer.Of(kind), answer));
    }

    private void Answer(
        SimulatedNode node,
        JournalStream stream,
        JournalFaultKind kind,
        JournalAnswer outcome,
        Action<JournalAnswer> answer)
    {
        if (outcome.Problem is not null)
            Remember(_failures, new JournalFailure(kind, stream, node.Loop.Now));
        answer(outcome);
    }

    private JournalStrike? Draw(
        JournalFaultTarget target, JournalStream stream, IReadOnlyList<string> manifests, TimeSpan now)
    {
        var drawn = _plan.Draw(target, stream, manifests, now, out var isNew);
        if (drawn is not { } strike || !isNew)
            return drawn;

        Remember(_strikes, strike);
        _trace?.Record(now, "journal", Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{stream}: {strike.Kind} {strike.Delay.TotalMilliseconds:0} ms")));
        return strike;
    }

    /// <summary>
    /// All of it or nothing. A sequence number that is taken shows a second writer: the write fails where one
    /// that was given up may have come in between, and the world ends where none was. A gap always ends it.
    /// </summary>
    private JournalAnswer Append(IReadOnlyList<JournaledStreamEvents> writes)
    {
        foreach (var write in writes)
        {
            var stream = Open(write.PersistenceId);
            var first = write.Events[0].SequenceNumber;
            if (first == stream.Count + 1)
                continue;
            if (!_mayConflict || first > stream.Count)
                throw new InvalidOperationException(
                    $"{write.PersistenceId}: event {first} does not follow {stream.Count}");

            Conflicts++;
            return new JournalAnswer(JournalFaultKinds.Conflict(), IsRejection: false);
        }

        foreach (var write in writes)
            Open(write.PersistenceId).AddRange(write.Events);
        return JournalAnswer.Written;
    }

    private List<JournaledEvent> Open(string persistenceId)
    {
        if (!_streams.TryGetValue(persistenceId, out var stream))
            _streams.Add(persistenceId, stream = []);
        return stream;
    }

    private void Keep(string persistenceId, JournaledSnapshot snapshot)
    {
        if (!_snapshots.TryGetValue(persistenceId, out var saved))
            _snapshots.Add(persistenceId, saved = []);
        saved.RemoveAll(s => s.SequenceNumber == snapshot.SequenceNumber);
        saved.Add(snapshot);
        if (saved.Count > SnapshotsMax)
            saved.RemoveAt(0);
    }

    private TimeSpan NextMoment(JournalStream stream, TimeSpan earliest)
    {
        ref var last = ref _lastAt[(int)stream];
        return last = (earliest > last ? earliest : last) + _writeDelayMax * _random.NextDouble();
    }

    private static void Remember<T>(Queue<T> memory, T what)
    {
        if (memory.Count == RememberedMax)
            memory.Dequeue();
        memory.Enqueue(what);
    }
}
