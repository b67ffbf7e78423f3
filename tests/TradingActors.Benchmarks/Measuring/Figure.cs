namespace TradingActors.Benchmarks.Measuring;

/// <summary>How a figure stands to its target.</summary>
internal enum Standing
{
    /// <summary>No target: context for another figure.</summary>
    Reported,
    Within,

    /// <summary>Beyond the target by less than three times.</summary>
    WithinThree,
    Missed,
}

/// <summary>
/// One line of the table. <paramref name="Measured"/> is what the target is about, a ratio or an absolute number;
/// <paramref name="Target"/> is null where there is none.
/// </summary>
internal sealed record Figure(
    string Id,
    string What,
    string Value,
    string Baseline,
    string Spread,
    double Measured,
    double? Target,
    bool LowerIsBetter,
    string Unit)
{
    public Standing Standing
    {
        get
        {
            if (Target is not { } target)
                return Standing.Reported;

            // A target of nothing at all has no three times.
            var excess = !LowerIsBetter ? target / Measured
                : target == 0 ? (Measured == 0 ? 0 : double.PositiveInfinity)
                : Measured / target;
            return excess <= 1 ? Standing.Within : excess <= 3 ? Standing.WithinThree : Standing.Missed;
        }
    }
}
