using TradingActors.Domain;

namespace TradingActors.Venues.Binance;

/// <summary>
/// Which request each unanswered new order went out with, so that an event of the account's stream about it
/// settles the request: evidence that an order exists must never be followed by "outcome unknown".
/// </summary>
internal sealed class OrdersInFlight(PendingRequests requests, int capacity)
{
    private readonly Dictionary<VenueClientId, long> _requestOf = new(capacity);

    /// <summary>At the bound the order is sent all the same and merely cannot be settled early.</summary>
    public void Sent(VenueClientId id, long request)
    {
        if (_requestOf.Count < capacity)
            _requestOf[id] = request;
    }

    public void Heard(VenueClientId id)
    {
        if (_requestOf.Count > 0 && _requestOf.Remove(id, out var request))
            requests.Settle(request);
    }

    public void Answered(VenueClientId id) => _requestOf.Remove(id);
}
