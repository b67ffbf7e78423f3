using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Every open order by its id, and the latest ended or refused ones. At the bound the oldest ended id is
/// forgotten, unless the venue has since brought its order back to life.
/// </summary>
internal sealed class KnownOrders(int endedMax)
{
    private readonly Dictionary<ClientOrderId, RiskOrder> _orders = new(2 * endedMax);
    private readonly Queue<RiskOrder> _ended = new(endedMax + 1);

    public IReadOnlyDictionary<ClientOrderId, RiskOrder> All => _orders;

    public RiskOrder? Find(ClientOrderId id) => _orders.GetValueOrDefault(id);

    public void Add(RiskOrder order) => _orders[order.Request.ClientOrderId] = order;

    public void Forget(ClientOrderId id) => _orders.Remove(id);

    public void Ended(RiskOrder order)
    {
        _ended.Enqueue(order);
        if (_ended.Count <= endedMax)
            return;

        var oldest = _ended.Dequeue();
        var id = oldest.Request.ClientOrderId;
        if (!oldest.IsOpen && _orders.TryGetValue(id, out var known) && known == oldest)
            _orders.Remove(id);
    }
}
