using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.MarketData;

/// <summary>What is known of one symbol's market, and who wants to hear of it.</summary>
internal sealed class SymbolFeed(Symbol symbol, int bookLevels)
{
    private readonly BookLevel[] _bids = new BookLevel[bookLevels];
    private readonly BookLevel[] _asks = new BookLevel[bookLevels];
    private Quote _quote;
    private int _bidLevels;
    private int _askLevels;
    private long _bookUpdateId;
    private Instant _bookAt;

    public Symbol Symbol { get; } = symbol;

    public IActorRef[] QuoteTargets { get; private set; } = [];

    public IActorRef[] TradeTargets { get; private set; } = [];

    public IActorRef[] BookTargets { get; private set; } = [];

    /// <summary>
    /// When somebody first named the symbol; null while only those listen who take what there is.
    /// </summary>
    public Instant? NamedSince { get; private set; }

    public bool HasQuote { get; private set; }

    public bool HasBook { get; private set; }

    /// <summary>Whether the venue's book was whole at its last change.</summary>
    public bool IsBookSynchronized { get; private set; }

    public bool IsQuoteDirty { get; private set; }

    public bool IsBookDirty { get; private set; }

    public ref readonly Quote Quote => ref _quote;

    public void Retarget(IReadOnlyList<MarketSubscription> subscriptions, Instant now)
    {
        QuoteTargets = Targets(subscriptions, MarketDataKinds.Quotes);
        TradeTargets = Targets(subscriptions, MarketDataKinds.Trades);
        BookTargets = Targets(subscriptions, MarketDataKinds.Books);
        if (!subscriptions.Any(s => s.Names(Symbol)))
            NamedSince = null;
        else
            NamedSince ??= now;
    }

    public void Take(in Quote quote)
    {
        _quote = quote;
        HasQuote = true;
        IsQuoteDirty = true;
    }

    /// <summary>
    /// Copies the top, or empties it while the book is being rebuilt: nothing may be decided from a stale
    /// book.
    /// </summary>
    public void Take(IOrderBookView book, Instant now)
    {
        IsBookSynchronized = book.IsSynchronized;
        _bidLevels = IsBookSynchronized ? book.CopyTop(Side.Buy, _bids) : 0;
        _askLevels = IsBookSynchronized ? book.CopyTop(Side.Sell, _asks) : 0;
        _bookUpdateId = book.UpdateId;
        _bookAt = now;
        HasBook = true;
        IsBookDirty = true;
    }

    public BookChanged Book() => new(
        Symbol,
        _bids.AsSpan(0, _bidLevels).ToArray(),
        _asks.AsSpan(0, _askLevels).ToArray(),
        _bookUpdateId,
        _bookAt);

    public void Clean()
    {
        IsQuoteDirty = false;
        IsBookDirty = false;
    }

    /// <summary>
    /// How old the newest quote is, counted from the subscription where none has come; null when nobody waits
    /// for one.
    /// </summary>
    public TimeSpan? QuoteAge(Instant now) =>
        QuoteTargets.Length == 0 ? null
        : HasQuote ? now.Since(_quote.ReceivedAt)
        : NamedSince is { } since ? now.Since(since)
        : null;

    private IActorRef[] Targets(IReadOnlyList<MarketSubscription> subscriptions, MarketDataKinds kind) =>
        [.. subscriptions.Where(s => s.Wants(kind, Symbol)).Select(s => s.Subscriber)];
}
