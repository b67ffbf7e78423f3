namespace TradingActors.SimulatedVenue;

/// <summary>
/// A count within a fixed window of the wall clock, as the venue counts: it starts anew with each window.
/// </summary>
internal sealed class RateWindow(string type, string interval, int intervalNumber, TimeSpan length, int limit)
{
    private long _window = -1;

    public string Type { get; } = type;

    public string Interval { get; } = interval;

    public int IntervalNumber { get; } = intervalNumber;

    /// <summary>The window as headers name it: <c>1M</c>, <c>10S</c>, <c>1D</c>.</summary>
    public string Letters { get; } = FormattableString.Invariant($"{intervalNumber}{interval[0]}");

    public int Limit { get; } = limit;

    public int Count { get; private set; }

    public void MoveTo(DateTimeOffset now)
    {
        var window = now.ToUnixTimeMilliseconds() / (long)length.TotalMilliseconds;
        if (window == _window) return;
        _window = window;
        Count = 0;
    }

    public bool Fits(int amount) => Count + amount <= Limit;

    public void Add(int amount) => Count = Math.Max(0, Count + amount);

    public long EndsAtMs => (_window + 1) * (long)length.TotalMilliseconds;
}
