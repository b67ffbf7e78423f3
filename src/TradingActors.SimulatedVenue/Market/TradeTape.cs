namespace TradingActors.SimulatedVenue;

/// <summary>
/// What a symbol traded, for those who ask afterwards. Everything is bounded: at each bound the oldest go.
/// </summary>
internal sealed class TradeTape
{
    private const int TradesMax = 10_000;
    private const int SecondsMax = 3_600;
    private const int MinutesMax = 7 * 24 * 60;
    private const long SecondMs = 1_000;
    private const long MinuteMs = 60_000;

    private readonly Queue<TapeTrade> _trades = new();
    private readonly Queue<(AggregateTrade Trade, long AtMs)> _aggregates = new();
    private readonly List<Bar> _seconds = [];
    private readonly List<Bar> _minutes = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<TapeTrade> Trades => _trades;

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<(AggregateTrade Trade, long AtMs)> Aggregates => _aggregates;

    /// <summary>Bars of a second in which something traded, oldest first.</summary>
    public IReadOnlyList<Bar> Seconds => _seconds;

    /// <summary>Bars of a minute in which something traded, oldest first.</summary>
    public IReadOnlyList<Bar> Minutes => _minutes;

    public TapeTrade? Last { get; private set; }

    /// <summary>
    /// <paramref name="now"/> is the venue's own time, which bars go by: a recording's trades have the times
    /// of their day.
    /// </summary>
    public void Add(in TapeTrade trade, DateTimeOffset now)
    {
        Last = trade;
        if (_trades.Count == TradesMax) _trades.Dequeue();
        _trades.Enqueue(trade);
        var nowMs = now.ToUnixTimeMilliseconds();
        Extend(_seconds, SecondsMax, nowMs - nowMs % SecondMs, trade);
        Extend(_minutes, MinutesMax, nowMs - nowMs % MinuteMs, trade);
    }

    public void Add(in AggregateTrade trade, long atMs)
    {
        if (_aggregates.Count == TradesMax) _aggregates.Dequeue();
        _aggregates.Enqueue((trade, atMs));
    }

    /// <summary>Everything that traded from a minute on, as one bar; null when nothing did.</summary>
    public Bar? Since(long fromMs)
    {
        Bar? sum = null;
        for (var i = FirstAtOrAfter(_minutes, fromMs); i < _minutes.Count; i++)
            sum = sum is null ? _minutes[i] : sum.And(_minutes[i]);
        return sum;
    }

    /// <summary>The last price before a time, as far back as the tape goes.</summary>
    public decimal? CloseBefore(long fromMs)
    {
        var index = FirstAtOrAfter(_minutes, fromMs) - 1;
        return index >= 0 ? _minutes[index].Close : null;
    }

    /// <summary>The place of the first bar that opens at a time or later.</summary>
    public static int FirstAtOrAfter(IReadOnlyList<Bar> bars, long fromMs)
    {
        int low = 0, high = bars.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (bars[middle].OpenMs < fromMs) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>A clock that went back keeps adding to the newest bar.</summary>
    private static void Extend(List<Bar> bars, int max, long openMs, in TapeTrade trade)
    {
        if (bars.Count > 0 && bars[^1].OpenMs >= openMs)
        {
            bars[^1] = bars[^1].And(Bar.Of(openMs, trade));
            return;
        }

        // Dropping in blocks keeps the cost of a full list low.
        if (bars.Count == max) bars.RemoveRange(0, max / 10);
        bars.Add(Bar.Of(openMs, trade));
    }
}
