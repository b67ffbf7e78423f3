using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>A connection to the WebSocket API: who it is logged on as, and whose events it gets.</summary>
internal sealed class ApiConnection(long id, string address, Instant connectedAt, bool returnRateLimits)
    : VenueConnection(id, address, connectedAt)
{
    public const int SubscriptionsMax = 1_000;

    /// <summary>Subscriptions in a connection's life, ended ones included.</summary>
    public const int SubscriptionIdsMax = 65_535;

    public bool ReturnRateLimits { get; } = returnRateLimits;

    public ApiKeys.ApiKey? LoggedOn { get; set; }

    public DateTimeOffset? AuthorizedSince { get; set; }

    public List<UserSubscription> Subscriptions { get; } = [];

    public int NextSubscriptionId { get; set; }
}
