namespace TradingActors.Domain;

/// <summary>The two sockets of a venue's public data: pushed streams, and requests with answers.</summary>
public enum MarketDataLane
{
    Streams,
    Requests,
}

/// <summary>
/// Where a market data session's output goes. Called only from within a call into the session.
/// </summary>
public interface IMarketDataSink : IRateLimitSink
{
    /// <summary>
    /// A whole text frame for the lane's socket. The bytes are valid during the call alone.
    /// </summary>
    void Write(MarketDataLane lane, ReadOnlySpan<byte> frame);

    void OnQuote(in Quote quote);

    void OnTrade(in MarketTrade trade);

    /// <summary>
    /// The book of <paramref name="symbol"/> changed; <paramref name="book"/> is valid during the call alone.
    /// </summary>
    void OnBook(Symbol symbol, IOrderBookView book);

    /// <summary>Instruments, ping round trips, unreadable frames, throttling.</summary>
    void Emit(VenueEvent venueEvent);

    /// <summary>
    /// May a request of this weight go out now? True takes it from the address's budget; false: ask
    /// again later.
    /// </summary>
    bool TryTakeWeight(int weight);

    /// <summary>
    /// The lane cannot go on (an answer overdue, a subscription lost, server shutdown): the owner closes its
    /// transport.
    /// </summary>
    void OnFailed(MarketDataLane lane, string code, string reason);
}

/// <summary>A price ladder, best level first.</summary>
public interface IOrderBookView
{
    /// <summary>False while the book is being rebuilt: nothing may be decided from it.</summary>
    bool IsSynchronized { get; }

    long UpdateId { get; }

    /// <summary>
    /// Copies up to <paramref name="levels"/>.Length levels of the side, best first; returns how many.
    /// </summary>
    int CopyTop(Side side, Span<BookLevel> levels);
}

/// <summary>
/// The public data of one venue, as a state machine without I/O; it lives on over reconnects of its lanes.
/// </summary>
public interface IMarketDataSession
{
    TimeSpan NextDeadline { get; }

    /// <summary>
    /// True from the venue's confirmation of every stream (<see cref="MarketDataLane.Streams"/>) or from the
    /// answered instruments (<see cref="MarketDataLane.Requests"/>) until the lane fails or closes.
    /// </summary>
    bool IsReady(MarketDataLane lane);

    void Opened(MarketDataLane lane, Instant now);

    void Received(MarketDataLane lane, ReadOnlySpan<byte> frame, Instant now);

    void Tick(Instant now);

    void Closed(MarketDataLane lane, Instant now);
}
