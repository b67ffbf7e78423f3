namespace TradingActors.SimulatedVenue;

/// <summary>One fault, how often and to whom it happens.</summary>
public sealed record FaultRule(FaultKind Kind)
{
    /// <summary>0 to 1, for each request that the rule fits.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The method that it befalls (<c>order.place</c>), or null for all.</summary>
    public string? Method { get; init; }

    /// <summary>Ends the rule once it has struck this often; null never.</summary>
    public int? Times { get; init; }

    /// <summary>The shortest delay, for the kinds that delay.</summary>
    public int DelayMsMin { get; init; } = 50;

    /// <summary>The longest delay.</summary>
    public int DelayMsMax { get; init; } = 500;
}
