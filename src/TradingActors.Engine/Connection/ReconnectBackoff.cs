using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// When one connection may be tried again: at once for the first time, then after growing, varied delays, and
/// never more often than the venue allows. Time and chance come from outside.
/// </summary>
public sealed class ReconnectBackoff(ReconnectSettings settings, Random random)
{
    private readonly Queue<TimeSpan> _attempts = new();
    private TimeSpan? _readyAt;

    /// <summary>Tries since the connection was last ready for long enough.</summary>
    public int Attempt { get; private set; }

    /// <summary>How long to wait before the next try, which thereby counts as made.</summary>
    public TimeSpan NextDelay(Instant now)
    {
        if (_readyAt is { } readyAt && now.Monotonic - readyAt >= settings.StableAfter)
            Attempt = 0;
        _readyAt = null;

        var at = now.Monotonic + Delay();
        while (_attempts.TryPeek(out var oldest) && oldest + settings.Window <= at)
            _attempts.Dequeue();
        if (_attempts.Count == settings.AttemptsMax)
            at = _attempts.Dequeue() + settings.Window;

        _attempts.Enqueue(at);
        Attempt++;
        return at - now.Monotonic;
    }

    /// <summary>
    /// The connection is usable; if it stays so for long enough, earlier failures are forgiven.
    /// </summary>
    public void Ready(Instant now) => _readyAt = now.Monotonic;

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
