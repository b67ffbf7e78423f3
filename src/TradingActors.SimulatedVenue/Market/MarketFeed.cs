using System.Collections.Concurrent;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// A market as it happens elsewhere, on its way into a simulated venue. Whoever hears of it tells it here,
/// from any thread; the venue takes it in on its own. At its bound everything is let go and the market is
/// unknown until the next quote, so that no order is filled by a market that is only partly known.
/// </summary>
public sealed class MarketFeed(IReadOnlyList<ListedSymbol> symbols)
{
    private const int ItemsMax = 65_536;

    /// <summary>Levels a side that are passed on.</summary>
    public const int DepthMax = 50;

    private readonly ConcurrentQueue<Item> _items = new();
    private int _count;
    private int _isLost;

    public IReadOnlyList<ListedSymbol> Symbols { get; } = symbols;

    public void Quote(in Quote quote) => Add(new Item(quote.Symbol.Value, Quote: quote));

    public void Trade(in MarketTrade trade) => Add(new Item(trade.Symbol.Value, Trade: trade));

    public void Depth(Symbol symbol, IOrderBookView book)
    {
        if (!book.IsSynchronized)
            return;
        Add(new Item(symbol.Value, Depth: new Ladder(
            book.UpdateId, Copy(book, Side.Buy), Copy(book, Side.Sell))));
    }

    /// <summary>The link is gone: the market is unknown from here on.</summary>
    public void Lost() => Volatile.Write(ref _isLost, 1);

    /// <summary>True once after the market was lost; what had been told before is gone with it.</summary>
    internal bool TakeLost()
    {
        if (Volatile.Read(ref _isLost) == 0 || Interlocked.Exchange(ref _isLost, 0) == 0) return false;
        while (TryTake(out _))
        {
        }

        return true;
    }

    internal bool TryTake(out Item item)
    {
        if (!_items.TryDequeue(out item!)) return false;
        Interlocked.Decrement(ref _count);
        return true;
    }

    private static BookLevel[] Copy(IOrderBookView book, Side side)
    {
        Span<BookLevel> levels = stackalloc BookLevel[DepthMax];
        return levels[..book.CopyTop(side, levels)].ToArray();
    }

    private void Add(Item item)
    {
        if (Interlocked.Increment(ref _count) > ItemsMax)
        {
            Interlocked.Decrement(ref _count);
            Lost();
            return;
        }

        _items.Enqueue(item);
    }

    /// <summary>One thing that happened to a symbol.</summary>
    internal sealed record Item(
        string Symbol, Quote? Quote = null, MarketTrade? Trade = null, Ladder? Depth = null);

    internal sealed record Ladder(long UpdateId, BookLevel[] Bids, BookLevel[] Asks);
}
