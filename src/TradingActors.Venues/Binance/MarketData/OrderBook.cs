using TradingActors.Domain;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>
/// One symbol's book from a snapshot and the changes after it. Levels past the snapshot's last one are
/// unknown and stay so: changes to them are not kept, because the levels between would be missing.
/// </summary>
public sealed class OrderBook : IOrderBookView
{
    private readonly PriceLadder _bids = new(Side.Buy);
    private readonly PriceLadder _asks = new(Side.Sell);

    public bool IsSynchronized { get; internal set; }

    public long UpdateId { get; private set; }

    /// <summary>True when the best bid is not below the best ask: such a book is wrong.</summary>
    public bool IsCrossed => _bids.Count > 0 && _asks.Count > 0 && _bids.Best.Price >= _asks.Best.Price;

    public int CopyTop(Side side, Span<BookLevel> levels) => Of(side).CopyTop(levels);

    /// <summary>How many levels of the side are known.</summary>
    public int Count(Side side) => Of(side).Count;

    /// <summary>
    /// True when the side has fewer known levels than <paramref name="levels"/> and more exist at the venue.
    /// </summary>
    public bool IsThin(int levels) => _bids.IsThin(levels) || _asks.IsThin(levels);

    /// <summary>
    /// Takes a snapshot, best level first. A side with fewer than <paramref name="limit"/> levels is all
    /// there is.
    /// </summary>
    public void Load(long updateId, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks, int limit)
    {
        _bids.Load(bids, bids.Length < limit);
        _asks.Load(asks, asks.Length < limit);
        UpdateId = updateId;
    }

    public void Apply(long updateId, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        foreach (ref readonly var level in bids)
            _bids.Set(level);
        foreach (ref readonly var level in asks)
            _asks.Set(level);
        UpdateId = updateId;
    }

    public void Clear()
    {
        _bids.Load([], true);
        _asks.Load([], true);
        UpdateId = 0;
        IsSynchronized = false;
    }

    private PriceLadder Of(Side side) => side == Side.Buy ? _bids : _asks;
}
