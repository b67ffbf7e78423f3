using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The market that a <see cref="MarketFeed"/> tells of, with the same reading of it as a recording's: the
/// accounts' orders take from what is shown and rest in its queues.
/// </summary>
internal sealed class FedMarket : IMarketSource
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    private readonly MarketFeed _feed;
    private readonly SortedDictionary<string, RecordedSymbol> _symbols = new(StringComparer.Ordinal);
    private TimeSpan _origin;

    public FedMarket(MarketFeed feed, int run, StreamHub hub)
    {
        _feed = feed;
        foreach (var listing in feed.Symbols)
            _symbols.Add(listing.Symbol, new RecordedSymbol(
                listing, new SymbolFeed(hub, listing.Symbol), TradeIds.FirstBesideRecording(run)));
    }

    public IReadOnlyList<SymbolMarket> Markets => [.. _symbols.Values];

    public TimeSpan NextAt { get; private set; }

    public bool HasEnded => false;

    public void Start(Instant now) => _origin = NextAt = now.Monotonic;

    public void Advance(Instant now, int eventsMax)
    {
        if (_feed.TakeLost())
            foreach (var symbol in _symbols.Values) symbol.Hide();
        var events = 0;
        while (events < eventsMax && _feed.TryTake(out var item))
        {
            events++;
            Play(item, now);
        }

        NextAt = events == eventsMax ? now.Monotonic : now.Monotonic + LookEvery;
    }

    public void Settle(Instant now)
    {
    }

    public void Dispose()
    {
    }

    private void Play(MarketFeed.Item item, Instant now)
    {
        if (!_symbols.TryGetValue(item.Symbol, out var symbol)) return;
        var marketTime = now.Monotonic - _origin;
        if (item.Quote is { } quote)
            symbol.ShowQuote(
                quote.UpdateId, new BookLevel(quote.Bid, quote.BidSize),
                new BookLevel(quote.Ask, quote.AskSize), marketTime);
        else if (item.Depth is { } depth)
            symbol.ShowDepth(depth.UpdateId, depth.Bids, depth.Asks, marketTime);
        else if (item.Trade is { } trade)
            symbol.ShowTrade(
                new RecordedTrade(
                    trade.Id.Value, trade.Price.Value, trade.Quantity.Value, trade.Aggressor == Side.Sell,
                    trade.At.ToUnixTimeMilliseconds()),
                marketTime, now.Wall);
    }
}
