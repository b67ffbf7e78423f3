namespace TradingActors.Simulation;

/// <summary>
/// An event as it was written: bytes, so that every replay goes through the serializer as after a real crash.
/// </summary>
public sealed record JournaledEvent(
    long SequenceNumber,
    int SerializerId,
    string Manifest,
    byte[] Payload,
    string WriterId);

/// <summary>Events that one write adds to one stream.</summary>
public sealed record JournaledStreamEvents(string PersistenceId, IReadOnlyList<JournaledEvent> Events);

/// <summary>
/// The world's disk: streams outlive the nodes that wrote them. A write becomes durable a little after it was
/// asked for and is acknowledged a little after that, so that a crash finds it before, between or after the
/// two.
/// </summary>
public sealed class SimulatedJournalStore(ulong seed, TimeSpan writeDelayMax)
{
    private readonly Random _random = new((int)(seed ^ (seed >> 32)));
    private readonly SortedDictionary<string, List<JournaledEvent>> _streams = new(StringComparer.Ordinal);
    private TimeSpan _lastAt;

    public IReadOnlyList<JournaledEvent> Stream(string persistenceId) =>
        _streams.TryGetValue(persistenceId, out var stream) ? stream : [];

    /// <summary>
    /// Writes become durable, and are acknowledged, in the order in which they were asked for.
    /// </summary>
    internal void Commit(SimulatedNode node, IReadOnlyList<JournaledStreamEvents> writes, Action acknowledge)
    {
        var durableAt = NextMoment(node.Loop.Now);
        var acknowledgedAt = NextMoment(durableAt);
        node.At(durableAt, () =>
        {
            foreach (var write in writes)
                Append(write);
        });
        node.At(acknowledgedAt, acknowledge);
    }

    /// <summary>
    /// A sequence number that is taken already shows a second writer: the world ends there.
    /// </summary>
    private void Append(JournaledStreamEvents write)
    {
        if (!_streams.TryGetValue(write.PersistenceId, out var stream))
            _streams.Add(write.PersistenceId, stream = []);
        foreach (var written in write.Events)
        {
            if (written.SequenceNumber != stream.Count + 1)
                throw new InvalidOperationException(
                    $"{write.PersistenceId}: event {written.SequenceNumber} does not follow {stream.Count}");
            stream.Add(written);
        }
    }

    private TimeSpan NextMoment(TimeSpan earliest)
    {
        var at = (earliest > _lastAt ? earliest : _lastAt) + writeDelayMax * _random.NextDouble();
        return _lastAt = at;
    }
}
