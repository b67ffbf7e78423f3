namespace TradingActors.SimulatedVenue;

/// <summary>
/// Hands each public message to whoever subscribed; the bytes are laid down once a shape, raw and combined.
/// </summary>
internal sealed class StreamHub(TurnOutbox outbox, MarketCounters counters)
{
    private readonly Dictionary<string, StreamTopic> _topics = new(StringComparer.Ordinal);

    public MarketCounters Counters { get; } = counters;

    public bool HasReaders => _topics.Values.Any(topic => topic.HasSubscribers);

    public StreamTopic Topic(string name)
    {
        if (!_topics.TryGetValue(name, out var topic)) _topics.Add(name, topic = new StreamTopic(name));
        return topic;
    }

    public void Subscribe(string name, long connection, bool isCombined)
    {
        var topic = Topic(name);
        (isCombined ? topic.CombinedReaders : topic.RawReaders).Add(connection);
    }

    public void Unsubscribe(string name, long connection, bool isCombined)
    {
        if (!_topics.TryGetValue(name, out var topic)) return;
        (isCombined ? topic.CombinedReaders : topic.RawReaders).Remove(connection);
    }

    public void Publish(StreamTopic topic, MarketMessage kind, ReadOnlySpan<byte> payload)
    {
        Counters.Count(kind);
        if (topic.RawReaders.Count > 0)
        {
            var frame = outbox.Lay(payload);
            foreach (var reader in topic.RawReaders) outbox.Send(reader, frame);
        }

        if (topic.CombinedReaders.Count > 0)
        {
            var frame = outbox.Lay(topic.CombinedPrefix, payload, "}"u8);
            foreach (var reader in topic.CombinedReaders) outbox.Send(reader, frame);
        }

        Counters.CountDeliveries(topic.RawReaders.Count + topic.CombinedReaders.Count);
    }
}
