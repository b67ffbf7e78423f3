using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// The best price among the account's own resting orders of one side. Orders that have ended are left in the
/// heap until they come to its top, and swept out when they are the larger part of it.
/// </summary>
internal sealed class OwnPrices(Side side)
{
    private const int SweepMin = 64;

    private readonly PriorityQueue<RiskOrder, decimal> _orders = new();
    private readonly List<(RiskOrder, decimal)> _resting = [];
    private int _alive;

    public void Add(RiskOrder order)
    {
        if (_orders.Count >= SweepMin && _orders.Count > 2 * _alive)
            Sweep();
        _orders.Enqueue(order, Priority(order));
        _alive++;
    }

    public void Ended() => _alive--;

    /// <summary>Null while nothing rests.</summary>
    public decimal? Best()
    {
        while (_orders.TryPeek(out var order, out _))
        {
            if (order.RestsAt is { } price)
                return price;

            _orders.Dequeue();
        }

        return null;
    }

    private void Sweep()
    {
        foreach (var (order, priority) in _orders.UnorderedItems)
            if (order.RestsAt is not null)
                _resting.Add((order, priority));
        _orders.Clear();
        _orders.EnqueueRange(_resting);
        _resting.Clear();
    }

    private decimal Priority(RiskOrder order) =>
        side == Side.Sell ? order.RestsAt!.Value : -order.RestsAt!.Value;
}
