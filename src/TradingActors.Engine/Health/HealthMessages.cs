namespace TradingActors.Engine.Health;

/// <summary>What is measured.</summary>
public enum Meter
{
    /// <summary>Order handed to the socket → the venue's acknowledgement decoded.</summary>
    OrderRoundTrip,

    /// <summary>Ping → pong on a venue session.</summary>
    VenuePing,

    /// <summary>How old the newest quote of the stalest subscribed instrument is.</summary>
    MarketDataAge,

    /// <summary>Batch handed to the journal → durable.</summary>
    JournalWrite,

    /// <summary>How late a timer message ran.</summary>
    SchedulerLag,

    /// <summary>PlaceOrder received → handed to the socket.</summary>
    OrderToWire,

    /// <summary>Request taken up by risk → decided and handed on.</summary>
    RiskDecision,

    /// <summary>
    /// How far this machine's clock and the venue's are apart at least: what the measurement itself may be
    /// wrong by is taken off.
    /// </summary>
    VenueClockOffset,
}

/// <summary>Percentiles of one meter over the last interval and since the start.</summary>
public sealed record MeterView(
    Meter Meter,
    long Count,
    TimeSpan P50,
    TimeSpan P99,
    TimeSpan P999,
    TimeSpan Max,
    long CountTotal,
    TimeSpan P50Total,
    TimeSpan P99Total,
    TimeSpan P999Total,
    TimeSpan MaxTotal);

/// <summary>Asks for the meters; answered by <see cref="HealthView"/>.</summary>
public sealed record GetHealth;

/// <summary>
/// Published every interval. <paramref name="Breaches"/> names each threshold that is exceeded now.
/// </summary>
public sealed record HealthView(
    IReadOnlyList<MeterView> Meters, IReadOnlyList<string> Breaches, DateTimeOffset At);
