using TradingActors.Domain;

namespace TradingActors.Engine.Strategies.Samples;

public enum Trend
{
    /// <summary>Neither has begun yet.</summary>
    None,
    Up,
    Down,
}

/// <summary>
/// Two exponential averages of irregularly spaced prices and the trend between them. The averages are
/// indicators, not money: binary floating point serves them.
/// </summary>
public readonly record struct TrendState(Trend Trend, double Fast, double Slow, Instant StartedAt, Instant At)
{
    public static TrendState Start(decimal mid, Instant now) =>
        new(Trend.None, (double)mid, (double)mid, now, now);

    /// <summary>
    /// Takes one price in. No trend begins before the slow average has seen its own time constant.
    /// </summary>
    public TrendState Next(decimal mid, Instant now, TrendSettings settings)
    {
        var elapsed = now.Since(At);
        var fast = Decay(Fast, (double)mid, elapsed, settings.Fast);
        var slow = Decay(Slow, (double)mid, elapsed, settings.Slow);
        var apartBps = (fast - slow) / slow * 10_000;
        var isWarm = now.Since(StartedAt) >= settings.Slow;
        var trend = !isWarm ? Trend.None
            : apartBps > (double)settings.EntryBps ? Trend.Up
            : apartBps < -(double)settings.EntryBps ? Trend.Down
            : Trend;
        return new TrendState(trend, fast, slow, StartedAt, now);
    }

    private static double Decay(double average, double value, TimeSpan elapsed, TimeSpan constant) =>
        average + (value - average) * (1 - Math.Exp(-(elapsed / constant)));
}
