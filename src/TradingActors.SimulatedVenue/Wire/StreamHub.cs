namespace TradingActors.SimulatedVenue;

/// <summary>
/// Hands each public message to whoever subscribed; the bytes are laid down once a shape, raw and combined.
/// </summary>
internal sealed class StreamHub(TurnOutbox outbox, MarketCounters counters)
{
    private readonly Dictionary<string, StreamTopic> _topics = new(StringComparer.Ordinal);

    public MarketCounters Counters { get; } = counters;

    public bool HasReaders => _topics.Values.Any(topic => topic.HasSubscribers);

    /// <summary>What is told of topics that somebody reads and no market publishes to.</summary>
    public IUnfedTopics? Unfed { get; set; }

    /// <summary>A topic that the caller publishes to.</summary>
    public StreamTopic Topic(string name)
    {
        var topic = Find(name);
        topic.IsFed = true;
        return topic;
    }

    public void Subscribe(string name, long connection, bool isCombined)
    {
        var topic = Find(name);
        if (!topic.IsFed && !topic.HasSubscribers) Unfed?.Began(topic);
        (isCombined ? topic.CombinedReaders : topic.RawReaders).Add(connection);
    }

    public void Unsubscribe(string name, long connection, bool isCombined)
    {
        if (!_topics.TryGetValue(name, out var topic)) return;
        (isCombined ? topic.CombinedReaders : topic.RawReaders).Remove(connection);
        if (topic.IsFed || topic.HasSubscribers) return;
        _topics.Remove(name);
        Unfed?.Ended(topic);
    }

    public void Publish(StreamTopic topic, MarketMessage kind, ReadOnlySpan<byte> payload)
    {
        Counters.Count(kind);
        Deliver(topic, payload);
    }

    /// <summary>Hands a message on that is no event of the market but made for its readers.</summary>
    public void Deliver(StreamTopic topic, ReadOnlySpan<byte> payload)
    {
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

    private StreamTopic Find(string name)
    {
        if (!_topics.TryGetValue(name, out var topic)) _topics.Add(name, topic = new StreamTopic(name));
        return topic;
    }
}
