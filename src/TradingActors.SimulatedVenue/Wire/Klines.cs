namespace TradingActors.SimulatedVenue;

/// <summary>Puts a tape's bars together to candlesticks.</summary>
internal static class Klines
{
    /// <summary>
    /// Every candlestick from the tape's beginning to <paramref name="nowMs"/> without a gap, oldest first. A
    /// symbol that never traded has none.
    /// </summary>
    public static List<Bar> All(TradeTape tape, KlineInterval interval, long nowMs)
    {
        var bars = interval.IsSeconds ? tape.Seconds : tape.Minutes;
        var klines = new List<Bar>();
        var index = 0;
        if (bars.Count == 0) return klines;
        for (var open = interval.OpenOf(bars[0].OpenMs); open <= nowMs; open = interval.NextAfter(open))
        {
            var end = interval.NextAfter(open);
            var kline = Bar.Flat(open, klines.Count > 0 ? klines[^1].Close : bars[0].Open);
            for (; index < bars.Count && bars[index].OpenMs < end; index++) kline = kline.And(bars[index]);
            klines.Add(kline);
        }

        return klines;
    }

    /// <summary>The candlestick that opens at a time; null before the symbol's first trade.</summary>
    public static Bar? At(TradeTape tape, KlineInterval interval, long openMs)
    {
        var bars = interval.IsSeconds ? tape.Seconds : tape.Minutes;
        var index = TradeTape.FirstAtOrAfter(bars, openMs);
        var before = index > 0 ? bars[index - 1].Close : (decimal?)null;
        var end = interval.NextAfter(openMs);
        Bar? kline = before is { } price ? Bar.Flat(openMs, price) : null;
        for (; index < bars.Count && bars[index].OpenMs < end; index++)
            kline = kline?.And(bars[index]) ?? bars[index] with { OpenMs = openMs };
        return kline;
    }
}
