namespace TradingActors.Domain;

/// <summary>Where a session's output goes. Called only from within a call into the session.</summary>
public interface IVenueSessionSink : IRateLimitSink
{
    /// <summary>A whole text frame for the socket. The bytes are valid during the call alone.</summary>
    void Write(ReadOnlySpan<byte> frame);

    void Emit(VenueEvent venueEvent);
}

/// <summary>
/// One authenticated life at a venue, as a state machine without I/O: frames, commands and time in, frames
/// and events out. Its owner calls it from one thread at a time and owns the transport.
/// </summary>
public interface IVenueSession
{
    /// <summary>True between <see cref="VenueSessionReady"/> and the end of the connection.</summary>
    bool IsReady { get; }

    /// <summary>When <see cref="Tick"/> wants to be called next.</summary>
    TimeSpan NextDeadline { get; }

    /// <summary>Requests that were written and are not answered yet.</summary>
    int InFlight { get; }

    /// <summary>What <see cref="Send"/> of the command will cost at the venue, at worst.</summary>
    RequestCost CostOf(VenueCommand command);

    /// <summary>The transport is open: log on, subscribe, ask for the instruments.</summary>
    void Opened(Instant now);

    /// <summary>One whole frame arrived.</summary>
    void Received(ReadOnlySpan<byte> frame, Instant now);

    /// <summary>
    /// Encodes and writes the command, exactly one frame. Only when <see cref="IsReady"/>; every order
    /// command is answered later by exactly one of accepted, rejected or outcome unknown.
    /// </summary>
    void Send(VenueCommand command, Instant now);

    /// <summary>
    /// Deadlines: pings to send, answers overdue (→ outcome unknown), pongs overdue (→ session failed).
    /// </summary>
    void Tick(Instant now);

    /// <summary>The transport is gone: every request without an answer ends as outcome unknown.</summary>
    void Closed(Instant now);
}
