using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.MarketData;

/// <summary>
/// The market as the venue's streams tell it, symbol by symbol, and its way to the subscribers: trades at
/// once and each, quotes and books as they stand when a batch of frames has been read. Costs one message a
/// symbol and batch, however many frames the batch held. There are as many feeds as symbols that the venue
/// sent or somebody named.
/// </summary>
internal sealed class MarketFeeds(int bookLevels)
{
    private readonly Dictionary<Symbol, SymbolFeed> _bySymbol = [];
    private readonly List<SymbolFeed> _feeds = [];
    private readonly List<SymbolFeed> _dirty = [];
    private readonly List<MarketSubscription> _subscriptions = [];
    private SymbolFeed? _latest;
    private InstrumentsKnown? _instruments;

    public long Quotes { get; private set; }

    public long Trades { get; private set; }

    public long BookUpdates { get; private set; }

    /// <summary>Times that a whole book stopped being whole.</summary>
    public long Resyncs { get; private set; }

    /// <summary>The newest quote of each symbol, in the order of their names.</summary>
    public IReadOnlyList<Quote> Latest() =>
    [
        .. _feeds.Where(f => f.HasQuote).Select(f => f.Quote)
            .OrderBy(q => q.Symbol.Value, StringComparer.Ordinal),
    ];

    /// <summary>
    /// Takes the place of an earlier subscription of the same actor, and tells at once what is known.
    /// </summary>
    public void Subscribe(IActorRef subscriber, SubscribeMarketData wish, Instant now)
    {
        var subscription = new MarketSubscription(subscriber, wish);
        _subscriptions.RemoveAll(s => s.Subscriber.Equals(subscriber));
        _subscriptions.Add(subscription);
        foreach (var symbol in wish.Symbols)
            Feed(symbol, now);
        Retarget(now);

        if (_instruments is not null)
            subscriber.Tell(_instruments);
        foreach (var feed in _feeds)
        {
            if (feed.HasQuote && subscription.Wants(MarketDataKinds.Quotes, feed.Symbol))
                subscriber.Tell(new QuoteChanged(feed.Quote));
            if (feed.HasBook && subscription.Wants(MarketDataKinds.Books, feed.Symbol))
                subscriber.Tell(feed.Book());
        }
    }

    public void Unsubscribe(IActorRef subscriber, Instant now)
    {
        if (_subscriptions.RemoveAll(s => s.Subscriber.Equals(subscriber)) > 0)
            Retarget(now);
    }

    /// <summary>Tells everybody when the list differs from the one before.</summary>
    public void OnInstruments(IReadOnlyList<Instrument> instruments)
    {
        if (_instruments is not null && _instruments.Instruments.SequenceEqual(instruments))
            return;

        _instruments = new InstrumentsKnown(instruments);
        foreach (var subscription in _subscriptions)
            subscription.Subscriber.Tell(_instruments);
    }

    public void OnQuote(in Quote quote, Instant now)
    {
        Quotes++;
        var feed = Feed(quote.Symbol, now);
        MarkDirty(feed);
        feed.Take(quote);
    }

    public void OnTrade(in MarketTrade trade, Instant now)
    {
        Trades++;
        var targets = Feed(trade.Symbol, now).TradeTargets;
        if (targets.Length > 0)
            Tell(targets, new TradePrinted(trade));
    }

    public void OnBook(Symbol symbol, IOrderBookView book, Instant now)
    {
        BookUpdates++;
        var feed = Feed(symbol, now);
        if (feed.IsBookSynchronized && !book.IsSynchronized)
            Resyncs++;
        MarkDirty(feed);
        feed.Take(book, now);
    }

    /// <summary>Publishes what has changed since the last call.</summary>
    public void Flush()
    {
        foreach (var feed in _dirty)
        {
            if (feed.IsQuoteDirty && feed.QuoteTargets.Length > 0)
                Tell(feed.QuoteTargets, new QuoteChanged(feed.Quote));
            if (feed.IsBookDirty && feed.BookTargets.Length > 0)
                Tell(feed.BookTargets, feed.Book());
            feed.Clean();
        }

        _dirty.Clear();
    }

    /// <summary>The age of the stalest quote that somebody waits for; null when nobody waits.</summary>
    public TimeSpan? OldestQuoteAge(Instant now)
    {
        TimeSpan? oldest = null;
        foreach (var feed in _feeds)
            if (feed.QuoteAge(now) is { } age && !(age < oldest))
                oldest = age;
        return oldest;
    }

    private SymbolFeed Feed(Symbol symbol, Instant now)
    {
        // Frames of one symbol come in runs, and a session keeps one string a symbol.
        if (_latest is { } latest && ReferenceEquals(latest.Symbol.Value, symbol.Value))
            return latest;

        if (!_bySymbol.TryGetValue(symbol, out var feed))
        {
            feed = new SymbolFeed(symbol, bookLevels);
            feed.Retarget(_subscriptions, now);
            _bySymbol.Add(symbol, feed);
            _feeds.Add(feed);
        }

        return _latest = feed;
    }

    private void MarkDirty(SymbolFeed feed)
    {
        if (!feed.IsQuoteDirty && !feed.IsBookDirty)
            _dirty.Add(feed);
    }

    private void Retarget(Instant now)
    {
        foreach (var feed in _feeds)
            feed.Retarget(_subscriptions, now);
    }

    private static void Tell(IActorRef[] targets, object message)
    {
        foreach (var target in targets)
            target.Tell(message);
    }
}
