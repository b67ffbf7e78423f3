using TradingActors.Domain;

namespace TradingActors.Engine.Orders;

/// <summary>
/// The venue's numbers of orders as its events named them, whatever the events did to the orders: the venue's
/// list of trades knows orders by number alone. Keeps the latest <see cref="Capacity"/>; trades of older
/// orders are found by the number that the order's own acceptance recorded.
/// </summary>
internal sealed class OrderNumbers
{
    public const int Capacity = 20_000;

    private readonly Dictionary<VenueOrderId, VenueClientId> _ids = [];
    private readonly Queue<VenueOrderId> _order = new();

    public VenueClientId? Find(VenueOrderId number) =>
        _ids.TryGetValue(number, out var id) ? id : null;

    public void Learn(VenueOrderEvent on)
    {
        var number = on switch
        {
            VenueAccepted accepted => accepted.OrderId,
            VenueFill fill => fill.OrderId,
            VenueOrderReport report => report.OrderId,
            _ => default,
        };
        if (number.Value is null || on.Id.Value.Length == 0 || !_ids.TryAdd(number, on.Id))
            return;

        _order.Enqueue(number);
        if (_order.Count > Capacity)
            _ids.Remove(_order.Dequeue());
    }
}
