using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The stop and take-profit orders of a symbol that wait for the market, oldest first.</summary>
internal sealed class StopOrders
{
    private readonly List<VenueOrder> _orders = [];

    public int Count => _orders.Count;

    /// <summary>
    /// Whether a trade at <paramref name="price"/> sets an order off: a buy's stop and a sell's profit lie
    /// above the market, the other two below.
    /// </summary>
    public static bool IsTriggered(Side side, OrderType type, decimal stopPrice, decimal price)
    {
        var isStop = type is OrderType.StopLoss or OrderType.StopLossLimit;
        return isStop == (side == Side.Buy) ? price >= stopPrice : price <= stopPrice;
    }

    public void Add(VenueOrder order) => _orders.Add(order);

    public bool Remove(VenueOrder order) => _orders.Remove(order);

    /// <summary>Takes out what a trade at <paramref name="price"/> sets off.</summary>
    public void Take(decimal price, Queue<(VenueOrder Order, decimal Price)> triggered)
    {
        for (var i = 0; i < _orders.Count;)
        {
            var order = _orders[i];
            if (!IsTriggered(order.Side, order.Type, order.StopPrice, price))
            {
                i++;
                continue;
            }

            _orders.RemoveAt(i);
            triggered.Enqueue((order, price));
        }
    }
}
