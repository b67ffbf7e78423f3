namespace TradingActors.Venues.WebSockets;

/// <summary>How a <see cref="WebSocketTransport"/> connects and what it takes.</summary>
public sealed record WebSocketTransportSettings
{
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A frame larger than this closes the connection.</summary>
    public int FrameBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// How often a WebSocket ping is sent, and how long its pong may take; below the sessions' own pings.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
