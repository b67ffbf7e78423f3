using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// One side of a book: prices and sizes in sorted arrays, the best at the end, where nearly all changes
/// happen.
/// </summary>
internal sealed class PriceLadder(Side side)
{
    private decimal[] _prices = new decimal[64];
    private decimal[] _sizes = new decimal[64];

    public int Count { get; private set; }

    /// <summary>The level at a rank, 0 being the best.</summary>
    public BookLevel this[int rank] => new(new Price(PriceAt(rank)), new Quantity(SizeOf(rank)));

    public decimal PriceAt(int rank) => _prices[Count - 1 - rank];

    public decimal SizeOf(int rank) => _sizes[Count - 1 - rank];

    public decimal SizeAt(decimal price)
    {
        var index = Find(price);
        return index >= 0 ? _sizes[index] : 0m;
    }

    /// <summary>Sets a level's size; zero removes it. Returns the size before.</summary>
    public decimal Set(decimal price, decimal size)
    {
        var index = Find(price);
        if (index >= 0)
        {
            var before = _sizes[index];
            if (size == 0m) RemoveAt(index);
            else _sizes[index] = size;
            return before;
        }

        if (size > 0m) Insert(~index, price, size);
        return 0m;
    }

    /// <summary>The rank of the first level at <paramref name="price"/> or worse.</summary>
    public int RankAtOrBehind(decimal price)
    {
        var index = Find(price);
        return index >= 0 ? Count - 1 - index : Count - ~index;
    }

    public void Clear() => Count = 0;

    private int Find(decimal price)
    {
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = _prices[middle].CompareTo(price);
            if (order == 0) return middle;
            if (side == Side.Buy ? order < 0 : order > 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private void Insert(int index, decimal price, decimal size)
    {
        if (Count == _prices.Length)
        {
            Array.Resize(ref _prices, Count * 2);
            Array.Resize(ref _sizes, Count * 2);
        }

        Array.Copy(_prices, index, _prices, index + 1, Count - index);
        Array.Copy(_sizes, index, _sizes, index + 1, Count - index);
        _prices[index] = price;
        _sizes[index] = size;
        Count++;
    }

    private void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_prices, index + 1, _prices, index, Count - index);
        Array.Copy(_sizes, index + 1, _sizes, index, Count - index);
    }
}
