using TradingActors.Domain;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.MarketData;

/// <summary>What a subscriber wants to hear.</summary>
[Flags]
public enum MarketDataKinds
{
    Quotes = 1,
    Trades = 2,
    Books = 4,
}

/// <summary>
/// Subscribes the sender to the symbols (empty: all that the venue connection carries), in place of what it
/// subscribed to before. Answered by <see cref="InstrumentsKnown"/> and the latest quotes as soon as they are
/// known. Ends with the sender's life.
/// </summary>
public sealed record SubscribeMarketData(MarketDataKinds Kinds, IReadOnlyList<Symbol> Symbols);

/// <summary>
/// The newest quote; quotes that arrived together with it in one batch were superseded and left out.
/// </summary>
public sealed record QuoteChanged(Quote Quote);

/// <summary>Every trade, in the venue's order.</summary>
public sealed record TradePrinted(MarketTrade Trade);

/// <summary>
/// The top of the book, best level first, conflated like quotes. Both sides are empty while the book is being
/// rebuilt: nothing may be decided from it then.
/// </summary>
public sealed record BookChanged(
    Symbol Symbol,
    IReadOnlyList<BookLevel> Bids,
    IReadOnlyList<BookLevel> Asks,
    long UpdateId,
    Instant ReceivedAt);

/// <summary>
/// The public connection of the venue changed; <paramref name="IsUp"/> only when every stream is subscribed.
/// </summary>
public sealed record MarketDataLinkChanged(VenueId Venue, bool IsUp, string Reason, DateTimeOffset At);

/// <summary>Asks for the counters; answered by <see cref="MarketDataView"/>.</summary>
public sealed record GetMarketData;

public sealed record MarketDataView(
    VenueId Venue,
    bool IsUp,
    long Quotes,
    long Trades,
    long BookUpdates,
    long Unreadable,
    long Resyncs,
    IReadOnlyList<Quote> Latest)
{
    /// <summary>Market messages received, of all kinds.</summary>
    public long Messages => Quotes + Trades + BookUpdates;
}
