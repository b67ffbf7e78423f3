namespace TradingActors.Simulation;

/// <summary>An event as it was written: bytes, so that every replay goes through the serializer as after a real crash.</summary>
public sealed record JournaledEvent(
    long SequenceNumber,
    int SerializerId,
    string Manifest,
    byte[] Payload,
    string WriterId);

/// <summary>
/// The world's disk: streams outlive the nodes that wrote them. A write becomes durable a little after it was asked
/// for and is acknowledged a little after that, so that a crash finds it in either state.
/// </summary>
public sealed class SimulatedJournalStore(ulong seed, TimeSpan writeDelayMax)
{
    private readonly Random _random = new((int)(seed ^ (seed >> 32)));
    private readonly SortedDictionary<string, List<JournaledEvent>> _streams = new(StringComparer.Ordinal);

    public IReadOnlyList<JournaledEvent> Stream(string persistenceId) =>
        _streams.TryGetValue(persistenceId, out var stream) ? stream : [];

    internal TimeSpan NextDelay() => writeDelayMax * _random.NextDouble();

    /// <summary>All or nothing; a sequence number that is taken already shows a second writer.</summary>
    internal void Append(string persistenceId, IReadOnlyList<JournaledEvent> events)
    {
        if (!_streams.TryGetValue(persistenceId, out var stream))
            _streams.Add(persistenceId, stream = []);
        if (events[0].SequenceNumber != stream.Count + 1)
            throw new InvalidOperationException(
                $"event {events[0].SequenceNumber} of {persistenceId} does not follow event {stream.Count}");

        stream.AddRange(events);
    }
}
