using TradingActors.Domain;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>
/// One side of a book as a sorted array, the best level last: changes cluster at the best, where an insertion
/// then moves next to nothing. It holds at most 20,000 levels; at the bound the worst falls off and becomes
/// unknown.
/// </summary>
internal sealed class PriceLadder(Side side)
{
    private const int LevelsMax = 20_000;

    private BookLevel[] _levels = new BookLevel[64];
    private decimal _edge;
    private bool _isWhole = true;

    public int Count { get; private set; }

    public BookLevel Best => _levels[Count - 1];

    public bool IsThin(int levels) => !_isWhole && Count < levels;

    public int CopyTop(Span<BookLevel> levels)
    {
        var count = Math.Min(levels.Length, Count);
        for (var i = 0; i < count; i++)
            levels[i] = _levels[Count - 1 - i];
        return count;
    }

    /// <summary>
    /// Replaces everything by a snapshot, best first; levels out of order find their place all the same.
    /// </summary>
    public void Load(ReadOnlySpan<BookLevel> bestFirst, bool isWhole)
    {
        Count = 0;
        _isWhole = true;
        for (var i = bestFirst.Length - 1; i >= 0; i--)
            Set(bestFirst[i]);
        _isWhole = isWhole;
        _edge = Count > 0 ? _levels[0].Price.Value : 0m;
    }

    /// <summary>
    /// Sets the size at a price; zero removes it. A price past the known edge changes nothing.
    /// </summary>
    public void Set(in BookLevel level)
    {
        var price = level.Price.Value;
        if (!_isWhole && IsBetter(_edge, price))
            return;
        var at = Find(price, out var found);
        if (level.Size.Value == 0m)
        {
            if (found)
                Remove(at);
        }
        else if (found)
            _levels[at] = level;
        else
            Insert(at, level);
    }

    private bool IsBetter(decimal a, decimal b) => side == Side.Buy ? a > b : a < b;

    private int Find(decimal price, out bool found)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var there = _levels[middle].Price.Value;
            if (there == price)
            {
                found = true;
                return middle;
            }

            if (IsBetter(price, there))
                low = middle + 1;
            else
                high = middle;
        }

        found = false;
        return low;
    }

    private void Insert(int at, in BookLevel level)
    {
        if (Count == LevelsMax)
        {
            if (at == 0)
                return;
            Remove(0);
            at--;
            _isWhole = false;
            _edge = _levels[0].Price.Value;
        }

        if (Count == _levels.Length)
            Array.Resize(ref _levels, _levels.Length * 2);
        Array.Copy(_levels, at, _levels, at + 1, Count - at);
        _levels[at] = level;
        Count++;
    }

    private void Remove(int at)
    {
        Count--;
        Array.Copy(_levels, at + 1, _levels, at, Count - at);
    }
}
