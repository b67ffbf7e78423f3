namespace TradingActors.SimulatedVenue;

/// <summary>What the methods of the API work with.</summary>
internal sealed record ApiParts(
    SimulatedVenueSettings Settings,
    Exchange Exchange,
    ApiKeys Keys,
    RateLimits Limits,
    UserStreams UserStreams)
{
    private long _generatedIds;

    /// <summary>The id of an order that came without one.</summary>
    public string GenerateClientOrderId() => FormattableString.Invariant(
        $"auto-{Exchange.State.Run}-{++_generatedIds}");
}
