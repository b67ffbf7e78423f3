using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>A connection to the public streams and what it subscribed to.</summary>
internal sealed class StreamConnection(long id, string address, Instant connectedAt, bool isCombined)
    : VenueConnection(id, address, connectedAt)
{
    private long _second = -1;
    private int _messages;

    public bool IsCombined { get; set; } = isCombined;

    /// <summary>In the order of subscription.</summary>
    public List<string> Streams { get; } = [];

    /// <summary>
    /// Counts an incoming message of any kind; false once the second's allowance is used up.
    /// </summary>
    public bool CountMessage(Instant now, int allowance)
    {
        var second = (long)now.Monotonic.TotalSeconds;
        if (second != _second)
        {
            _second = second;
            _messages = 0;
        }

        return ++_messages <= allowance;
    }
}
