namespace TradingActors.Benchmarks.Measuring;

/// <summary>Percentiles of durations, in microseconds.</summary>
internal readonly record struct Distribution(int Count, double P50, double P99, double P999)
{
    /// <summary>Sorts <paramref name="ticks"/>, which are of the monotonic clock.</summary>
    public static Distribution OfTicks(Span<long> ticks)
    {
        ticks.Sort();
        return new Distribution(ticks.Length, At(ticks, 0.5), At(ticks, 0.99), At(ticks, 0.999));
    }

    private static double At(ReadOnlySpan<long> sorted, double quantile) => sorted.IsEmpty
        ? double.NaN
        : sorted[Math.Min(sorted.Length - 1, (int)(quantile * sorted.Length))]
            * 1e6 / System.Diagnostics.Stopwatch.Frequency;
}
