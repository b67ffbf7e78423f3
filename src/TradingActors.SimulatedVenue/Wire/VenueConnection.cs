using System.Buffers.Text;
using System.Globalization;
using System.Text;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>What every connection has: an address, an age, and pings that must come back.</summary>
internal abstract class VenueConnection(long id, string address, Instant connectedAt)
{
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan PongPatience = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan LifeMax = TimeSpan.FromHours(24);

    private readonly Queue<(long Payload, TimeSpan SentAt)> _unanswered = new();
    private TimeSpan _nextPing = connectedAt.Monotonic + PingInterval;
    private long _lastPayload;

    public long Id { get; } = id;

    public string Address { get; } = address;

    public Instant ConnectedAt { get; } = connectedAt;

    /// <summary>True once the venue has let go of the connection.</summary>
    public bool IsGone { get; set; }

    /// <summary>When the connection next wants <see cref="CheckLife"/>.</summary>
    public TimeSpan NextDeadline
    {
        get
        {
            var pongDue = _unanswered.TryPeek(out var oldest)
                ? oldest.SentAt + PongPatience
                : TimeSpan.MaxValue;
            return pongDue < _nextPing ? pongDue : _nextPing;
        }
    }

    /// <summary>Sends a ping that is due. A reason means that the connection has to end.</summary>
    public string? CheckLife(Instant now, TurnOutbox outbox)
    {
        if (now.Since(ConnectedAt) >= LifeMax) return "A connection lives for 24 hours";
        if (_unanswered.TryPeek(out var oldest) && now.Monotonic - oldest.SentAt >= PongPatience)
            return "Pong timeout";
        if (now.Monotonic < _nextPing) return null;
        _nextPing = now.Monotonic + PingInterval;
        _lastPayload = Math.Max(_lastPayload + 1, now.Wall.ToUnixTimeMilliseconds());
        _unanswered.Enqueue((_lastPayload, now.Monotonic));
        outbox.Ping(Id, Encoding.ASCII.GetBytes(_lastPayload.ToString(CultureInfo.InvariantCulture)));
        return null;
    }

    /// <summary>
    /// A pong counts when it carries the payload of a ping; it answers the earlier ones as well.
    /// </summary>
    public void Ponged(ReadOnlySpan<byte> payload)
    {
        if (!Utf8Parser.TryParse(payload, out long answered, out var used) || used != payload.Length) return;
        if (answered > _lastPayload) return;
        while (_unanswered.TryPeek(out var oldest) && oldest.Payload <= answered) _unanswered.Dequeue();
    }
}
