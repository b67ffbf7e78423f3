namespace TradingActors.SimulatedVenue;

/// <summary>
/// One fault, how often and to whom it happens: at random, to the <see cref="Nth"/> alone, or for the
/// kinds of a moment at a time or again and again.
/// </summary>
public sealed record FaultRule(FaultKind Kind)
{
    /// <summary>0 to 1, for each request or event that the rule fits.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The method that it befalls (<c>order.place</c>), or null for all.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// Ends the rule once it has struck this often; null never, but once for a moment without a mean.
    /// </summary>
    public int? Times { get; init; }

    /// <summary>Strikes the n-th request or event that it fits, counted from 1, and no other.</summary>
    public int? Nth { get; init; }

    /// <summary>When a moment comes, from the rule's beginning; null at once.</summary>
    public TimeSpan? At { get; init; }

    /// <summary>The mean time from one moment to the next; null for one moment alone.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>The shortest delay, for the kinds that delay or last.</summary>
    public int DelayMsMin { get; init; } = 50;

    /// <summary>The longest delay.</summary>
    public int DelayMsMax { get; init; } = 500;

    /// <summary>What is out of range, naming it; null when nothing is.</summary>
    public string? Problem() =>
        Probability is not (>= 0 and <= 1) ? $"its probability {Probability} is not within 0..1"
        : DelayMsMin < 0 || DelayMsMax < DelayMsMin ? $"its delay {DelayMsMin}-{DelayMsMax}ms is no range"
        : Times is < 1 ? $"it strikes {Times} times"
        : Nth is < 1 ? $"there is no {Nth}th request"
        : Every is { } every && every <= TimeSpan.Zero ? "its mean time is not above zero"
        : FaultKinds.Of(Kind).Target == FaultTarget.Moment
            ? Method is null && Nth is null ? null : "it befalls no request: neither method nor number fit"
        : At is not null || Every is not null ? "it befalls requests or events: it has no time of its own"
        : null;
}
