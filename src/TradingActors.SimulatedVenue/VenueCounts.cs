namespace TradingActors.SimulatedVenue;

/// <summary>
/// How often clients went too far since the venue started. A client that keeps within the limits leaves all
/// but <see cref="Connections"/> and what faults provoked at zero.
/// </summary>
public sealed record VenueCounts
{
    /// <summary>Requests refused with 429 for their weight or number.</summary>
    public long RequestsThrottled { get; init; }

    /// <summary>Orders refused with 429 because too many are unfilled.</summary>
    public long OrdersThrottled { get; init; }

    /// <summary>Requests refused with 418.</summary>
    public long RequestsBanned { get; init; }

    /// <summary>Refusals with 429 or 418 that a fault made up.</summary>
    public long Provoked { get; init; }

    /// <summary>Connections to either kind of WebSocket.</summary>
    public long Connections { get; init; }

    /// <summary>Connections refused because an address made too many.</summary>
    public long ConnectionsRefused { get; init; }

    /// <summary>Stream connections closed because their client sent too much.</summary>
    public long StreamsFlooded { get; init; }

    /// <summary>Refusals for too much that the client brought on itself.</summary>
    public long OfOwnMaking =>
        RequestsThrottled + OrdersThrottled + RequestsBanned + ConnectionsRefused + StreamsFlooded;
}
