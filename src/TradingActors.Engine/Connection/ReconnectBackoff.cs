using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// When one connection may be tried again: at once for the first time, then after growing, varied delays.
/// Time and chance come from outside.
/// </summary>
public sealed class ReconnectBackoff(ReconnectSettings settings, Random random)
{
    private TimeSpan? _readyAt;

    /// <summary>Tries since the connection was last ready for long enough.</summary>
    public int Attempt { get; private set; }

    /// <summary>How long to wait before the next try, which thereby counts as made.</summary>
    public TimeSpan NextDelay(Instant now)
    {
        if (_readyAt is { } readyAt && now.Monotonic - readyAt >= settings.StableAfter)
            Attempt = 0;
        _readyAt = null;

        var delay = Delay();
        Attempt++;
        return delay;
    }

    /// <summary>
    /// The connection is usable; if it stays so for long enough, earlier failures are forgiven.
    /// </summary>
    public void Ready(Instant now) => _readyAt = now.Monotonic;

    /// <summary>
    /// At least the span, and up to the jitter longer: those who wait for the same moment do not all come at
    /// once.
    /// </summary>
    public TimeSpan Spread(TimeSpan span) => span * (1 + settings.Jitter * random.NextDouble());

    private TimeSpan Delay()
    {
        if (Attempt == 0)
            return TimeSpan.Zero;

        // The shift is capped where any sensible maximum has long been reached, so that it cannot overflow.
        var doubled = settings.DelayFirst * (1L << Math.Min(Attempt - 1, 20));
        var bounded = doubled < settings.DelayMax ? doubled : settings.DelayMax;
        return bounded * (1 + settings.Jitter * (2 * random.NextDouble() - 1));
    }
}
