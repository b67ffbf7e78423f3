using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The accounts' own resting orders on one side of a symbol, best price first, oldest first within a price.
/// </summary>
internal sealed class RestingOrders(Side side)
{
    private readonly List<VenueOrder> _orders = [];

    public int Count => _orders.Count;

    public VenueOrder this[int index] => _orders[index];

    public decimal? BestPrice => _orders.Count == 0 ? null : _orders[0].Price;

    public void Add(VenueOrder order)
    {
        var index = _orders.Count;
        while (index > 0 && IsBetter(order.Price, _orders[index - 1].Price)) index--;
        _orders.Insert(index, order);
    }

    public bool Remove(VenueOrder order) => _orders.Remove(order);

    /// <summary>The index of the first order at <paramref name="price"/> or worse.</summary>
    public int FirstAtOrBehind(decimal price)
    {
        var index = 0;
        while (index < _orders.Count && IsBetter(_orders[index].Price, price)) index++;
        return index;
    }

    /// <summary>What the accounts show at a price.</summary>
    public decimal SizeAt(decimal price)
    {
        var size = 0m;
        for (var i = FirstAtOrBehind(price); i < _orders.Count && _orders[i].Price == price; i++)
            size += _orders[i].Remaining;
        return size;
    }

    public bool IsBetter(decimal price, decimal than) => side == Side.Buy ? price > than : price < than;
}
