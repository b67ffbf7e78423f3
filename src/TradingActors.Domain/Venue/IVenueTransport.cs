namespace TradingActors.Domain;

/// <summary>What a transport tells its owner, from any thread.</summary>
public interface IVenueTransportListener
{
    void OnOpened();

    /// <summary>One whole frame. The bytes are valid during the call alone.</summary>
    void OnFrame(ReadOnlySpan<byte> frame);

    /// <summary>A write that had not completed at once has now completed.</summary>
    void OnWritten();

    /// <summary>The connection is gone or could not be made; called exactly once a connection.</summary>
    void OnClosed(string reason);
}

/// <summary>How a write ended.</summary>
public enum WriteResult
{
    /// <summary>The bytes were handed to the socket.</summary>
    Written,

    /// <summary>
    /// Under way: <see cref="IVenueTransportListener.OnWritten"/> follows, nothing may be written before it.
    /// </summary>
    Pending,

    /// <summary>The connection broke: some of the bytes may have gone out.</summary>
    Failed,
}

/// <summary>One connection to one address, a real WebSocket or the simulated network.</summary>
public interface IVenueTransport : IDisposable
{
    /// <summary>Starts to connect; the listener hears the outcome.</summary>
    void Open(IVenueTransportListener listener);

    /// <summary>
    /// Hands one whole text frame to the socket. One at a time; the bytes are copied or sent before it
    /// returns.
    /// </summary>
    WriteResult Write(ReadOnlySpan<byte> frame);

    /// <summary>Closes at once, without waiting for the peer.</summary>
    void Close(string reason);
}

/// <summary>Makes a new transport for each connection attempt.</summary>
public interface IVenueTransportFactory
{
    IVenueTransport Create(Uri address);
}
