namespace TradingActors.Simulation;

/// <summary>
/// One fault of the journal, and what it befalls: writes, snapshots or replays of a stream, at random, or the
/// <see cref="Nth"/> that fits alone.
/// </summary>
public sealed record JournalFaultRule(JournalFaultKind Kind)
{
    /// <summary>Null for both: a span then strikes both at once, as a full disk does.</summary>
    public JournalStream? Stream { get; init; }

    /// <summary>
    /// Only writes with an event of this manifest (<c>order.intent.v1</c>); null for any.
    /// </summary>
    public string? Containing { get; init; }

    /// <summary>0 to 1, for each that fits.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Strikes the n-th that fits, counted from 1, and no other.</summary>
    public int? Nth { get; init; }

    /// <summary>Ends the rule once it has struck this often; null never.</summary>
    public int? Times { get; init; }

    /// <summary>The shortest delay or span, for the kinds that delay or last.</summary>
    public int DelayMsMin { get; init; } = 50;

    /// <summary>The longest delay or span.</summary>
    public int DelayMsMax { get; init; } = 500;

    /// <summary>What is out of range, naming it; null when nothing is.</summary>
    public string? Problem() =>
        Probability is not (>= 0 and <= 1) ? $"its probability {Probability} is not within 0..1"
        : DelayMsMin < 0 || DelayMsMax < DelayMsMin ? $"its delay {DelayMsMin}-{DelayMsMax}ms is no range"
        : Times is < 1 ? $"it strikes {Times} times"
        : Nth is < 1 ? $"there is no {Nth}th write"
        : Containing is not null
            && JournalFaultKinds.Of(Kind).Target is not (JournalFaultTarget.Write or JournalFaultTarget.Span)
                ? "it befalls no write: no event fits"
        : null;
}
