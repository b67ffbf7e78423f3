namespace TradingActors.Engine.Risk;

/// <summary>
/// The lowest bid and the highest ask of the last minutes, minute by minute. Remembers <see
/// cref="MinutesMax"/>, three times what venues average over; a longer average is judged by those.
/// </summary>
internal sealed class PriceRange
{
    public const int MinutesMax = 15;

    private const int Slots = MinutesMax + 1;

    private readonly (decimal Low, decimal High)[] _minutes = new (decimal, decimal)[Slots];
    private (decimal Low, decimal High) _latest;
    private long _minute;

    public void Add(decimal bid, decimal ask, TimeSpan now)
    {
        MoveTo(MinuteOf(now));
        _latest = (bid, ask);
        Widen(ref _minutes[_minute % Slots], _latest);
    }

    /// <summary>
    /// The ends over the minute of now and the <paramref name="minutes"/> before it; zero before the first
    /// quote.
    /// </summary>
    public (decimal Low, decimal High) Over(int minutes, TimeSpan now)
    {
        MoveTo(MinuteOf(now));
        var range = _latest;
        for (var back = 0; back <= Math.Clamp(minutes, 1, MinutesMax) && back <= _minute; back++)
            Widen(ref range, _minutes[(_minute - back) % Slots]);
        return range;
    }

    /// <summary>
    /// A quote holds until the next one, so it belongs to every minute that begins meanwhile.
    /// </summary>
    private void MoveTo(long minute)
    {
        for (_minute = Math.Max(_minute, minute - Slots); _minute < minute;)
            _minutes[++_minute % Slots] = _latest;
    }

    private static void Widen(ref (decimal Low, decimal High) range, (decimal Low, decimal High) by)
    {
        if (by.Low == 0m)
            return;

        range = range.Low == 0m
            ? by
            : (Math.Min(range.Low, by.Low), Math.Max(range.High, by.High));
    }

    private static long MinuteOf(TimeSpan now) => Math.Max(0, now.Ticks / TimeSpan.TicksPerMinute);
}
