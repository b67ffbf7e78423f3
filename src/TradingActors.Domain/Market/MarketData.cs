namespace TradingActors.Domain;

/// <summary>
/// Best bid and ask with their sizes; <paramref name="UpdateId"/> grows with each change at the venue.
/// </summary>
public readonly record struct Quote(
    Symbol Symbol,
    Price Bid,
    Quantity BidSize,
    Price Ask,
    Quantity AskSize,
    long UpdateId,
    Instant ReceivedAt)
{
    public decimal Mid => (Bid.Value + Ask.Value) / 2m;

    /// <summary>Two-sided and not crossed: fit to price risk by.</summary>
    public bool IsSound => Bid.Value > 0m && Ask.Value > 0m && Bid < Ask;
}

/// <summary>A trade that the venue printed. <paramref name="Aggressor"/> is the side that took.</summary>
public readonly record struct MarketTrade(
    Symbol Symbol,
    TradeId Id,
    Price Price,
    Quantity Quantity,
    Side Aggressor,
    DateTimeOffset At,
    Instant ReceivedAt);

/// <summary>One price level; a size of zero removes it.</summary>
public readonly record struct BookLevel(Price Price, Quantity Size);
