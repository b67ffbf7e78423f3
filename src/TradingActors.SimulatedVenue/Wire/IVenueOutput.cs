namespace TradingActors.SimulatedVenue;

/// <summary>What goes out on a connection.</summary>
public enum OutboundKind
{
    /// <summary>A whole text frame.</summary>
    Text,

    Ping,

    Pong,

    /// <summary>The beginning of a text frame, then the connection breaks.</summary>
    TornText,

    /// <summary>A close frame with the bytes as its reason, then the end.</summary>
    Close,

    /// <summary>The connection breaks.</summary>
    Abort,
}

/// <summary>Where the core's output goes: real sockets, or a simulated network.</summary>
public interface IVenueOutput
{
    /// <summary>
    /// True while readers are far behind. A market that plays as fast as it can waits; one on a clock goes
    /// on, and the slow are dropped.
    /// </summary>
    bool IsCongested { get; }

    /// <summary>
    /// The bytes are valid during the call alone. A connection that is already gone is ignored.
    /// </summary>
    void Send(long connection, OutboundKind kind, ReadOnlySpan<byte> bytes);
}
