namespace TradingActors.SimulatedVenue;

/// <summary>The venue's limits, counted in fixed windows of its wall clock.</summary>
public sealed record RateLimitSettings
{
    /// <summary>Request weight a minute and address.</summary>
    public int WeightPerMinute { get; init; } = 6_000;

    /// <summary>Unfilled orders an account in ten seconds.</summary>
    public int OrdersPerTenSeconds { get; init; } = 100;

    /// <summary>Unfilled orders an account and day (UTC).</summary>
    public int OrdersPerDay { get; init; } = 200_000;

    /// <summary>Requests of any kind in five minutes and an address.</summary>
    public int RawPerFiveMinutes { get; init; } = 300_000;

    /// <summary>Connections in five minutes and an address.</summary>
    public int ConnectionsPerFiveMinutes { get; init; } = 300;

    /// <summary>
    /// Refusals within one minute after which the address is banned (418) instead of refused (429).
    /// </summary>
    public int RefusalsBeforeBan { get; init; } = 50;

    public TimeSpan Ban { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Incoming messages a second on a streams connection; beyond it the connection is closed.
    /// </summary>
    public int StreamMessagesPerSecond { get; init; } = 5;

    /// <summary>Streams a connection.</summary>
    public int StreamsMax { get; init; } = 1_024;
}
