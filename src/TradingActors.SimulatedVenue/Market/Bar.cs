namespace TradingActors.SimulatedVenue;

/// <summary>
/// What traded in a span of time. Amounts are sums, so that bars of spans that meet add up to one of both.
/// </summary>
internal sealed record Bar(long OpenMs)
{
    public decimal Open { get; init; }

    public decimal High { get; init; }

    public decimal Low { get; init; }

    public decimal Close { get; init; }

    public decimal Volume { get; init; }

    public decimal QuoteVolume { get; init; }

    public decimal TakerVolume { get; init; }

    public decimal TakerQuoteVolume { get; init; }

    public int Trades { get; init; }

    public long FirstId { get; init; } = -1;

    public long LastId { get; init; } = -1;

    /// <summary>A span in which nothing traded: it stays at the price before it.</summary>
    public static Bar Flat(long openMs, decimal price) =>
        new(openMs) { Open = price, High = price, Low = price, Close = price };

    public static Bar Of(long openMs, in TapeTrade trade)
    {
        var quote = trade.Price * trade.Quantity;
        return Flat(openMs, trade.Price) with
        {
            Volume = trade.Quantity,
            QuoteVolume = quote,
            TakerVolume = trade.IsBuyerMaker ? 0m : trade.Quantity,
            TakerQuoteVolume = trade.IsBuyerMaker ? 0m : quote,
            Trades = 1,
            FirstId = trade.Id,
            LastId = trade.Id,
        };
    }

    /// <summary>This span and the one behind it; a flat one adds nothing but its time.</summary>
    public Bar And(Bar later)
    {
        if (later.Trades == 0) return this;
        if (Trades == 0) return later with { OpenMs = OpenMs };
        return this with
        {
            High = Math.Max(High, later.High),
            Low = Math.Min(Low, later.Low),
            Close = later.Close,
            Volume = Volume + later.Volume,
            QuoteVolume = QuoteVolume + later.QuoteVolume,
            TakerVolume = TakerVolume + later.TakerVolume,
            TakerQuoteVolume = TakerQuoteVolume + later.TakerQuoteVolume,
            Trades = Trades + later.Trades,
            LastId = later.LastId,
        };
    }
}
