using System.Buffers;
using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The streams that repeat how things stand rather than tell what happened: tickers, candlesticks, average
/// prices and the top levels of the book. They are written only while somebody reads them.
/// </summary>
internal sealed class DerivedStreams(StreamHub hub, Exchange exchange) : IUnfedTopics, IDisposable
{
    private readonly List<DerivedStream> _streams = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { SkipValidation = true, Encoder = ApiJson.Encoder });

    /// <summary>When <see cref="Publish"/> has something to do.</summary>
    public TimeSpan NextAt
    {
        get
        {
            var next = TimeSpan.MaxValue;
            foreach (var stream in _streams)
                if (stream.NextAt < next) next = stream.NextAt;
            return next;
        }
    }

    /// <summary>A name that stands for nothing is read in vain, as at a real venue.</summary>
    public void Began(StreamTopic topic)
    {
        if (DerivedStream.TryCreate(topic, exchange, out var stream)) _streams.Add(stream);
    }

    public void Ended(StreamTopic topic) => _streams.RemoveAll(stream => stream.Topic == topic);

    public void Publish(Instant now)
    {
        foreach (var stream in _streams)
        {
            if (stream.NextAt > now.Monotonic) continue;
            foreach (var write in stream.Due(now))
            {
                _buffer.ResetWrittenCount();
                _json.Reset(_buffer);
                if (!write(_json, now.Wall.ToUnixTimeMilliseconds())) continue;
                _json.Flush();
                hub.Deliver(stream.Topic, _buffer.WrittenSpan);
            }
        }
    }

    public void Dispose() => _json.Dispose();
}
