namespace TradingActors.Venues.Binance;

/// <summary>
/// Codes that a session concludes itself, in <c>VenueRejected</c>, <c>VenueQueryFailed</c> and
/// <c>VenueSessionFailed</c>. A code of the venue's own is its number as text (<c>-2010</c>).
/// </summary>
public static class VenueCodes
{
    /// <summary>Asked of a session that is not (or no longer) ready: nothing was written.</summary>
    public const string SessionNotReady = "SESSION_NOT_READY";

    /// <summary>As many requests are in flight as the session keeps: nothing was written.</summary>
    public const string TooManyInFlight = "TOO_MANY_IN_FLIGHT";

    /// <summary>No answer within the request timeout.</summary>
    public const string NoAnswer = "NO_ANSWER";

    /// <summary>The connection ended before the answer.</summary>
    public const string ConnectionClosed = "CONNECTION_CLOSED";

    /// <summary>An answer that cannot be understood.</summary>
    public const string AnswerUnreadable = "ANSWER_UNREADABLE";

    /// <summary>The replacement was not tried because the cancel leg was refused.</summary>
    public const string NotAttempted = "NOT_ATTEMPTED";

    public const string PongOverdue = "PONG_OVERDUE";
    public const string HandshakeOverdue = "HANDSHAKE_OVERDUE";
    public const string ServerShutdown = "SERVER_SHUTDOWN";

    /// <summary>The connection has come near the longest life that the venue gives one.</summary>
    public const string LifeNearItsEnd = "LIFE_NEAR_ITS_END";
    public const string EventStreamTerminated = "EVENT_STREAM_TERMINATED";

    /// <summary>A market data stream sent nothing, not even the answer to a probe.</summary>
    public const string StreamOverdue = "STREAM_OVERDUE";

    /// <summary>A subscription was refused, or the venue no longer lists it.</summary>
    public const string SubscriptionLost = "SUBSCRIPTION_LOST";
}
