using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>
/// Ends of orders that the venue told before every trade that led there was seen. Each is held back until
/// the trades are in, so that no reservation is given back for what has traded. At most one an order, so
/// bounded by the working orders.
/// </summary>
internal sealed class HeldEnds
{
    private readonly Dictionary<VenueClientId, (Symbol Symbol, OrderEvent? End, Quantity Filled)> _ends = [];

    /// <summary>The symbols whose trades are missing.</summary>
    public IEnumerable<Symbol> Symbols => _ends.Values.Select(held => held.Symbol).Distinct();

    /// <summary>
    /// Holds <paramref name="end"/>, null for an order that its own fills will end, until the order has
    /// filled what the venue counts.
    /// </summary>
    public void Hold(OrderState order, OrderEvent? end, Quantity filled) =>
        _ends[order.VenueId] = (order.Request.Symbol, end, filled);

    /// <summary>True while an end of the order waits for its trades.</summary>
    public bool Contains(VenueClientId id) => _ends.ContainsKey(id);

    /// <summary>True when nothing holds the order's end back any more; there may be none to tell.</summary>
    public bool TryRelease(OrderState order, out OrderEvent? end)
    {
        end = null;
        if (!_ends.TryGetValue(order.VenueId, out var held)
            || (!order.IsTerminal && order.FilledAtVenue < held.Filled))
            return false;

        end = held.End;
        return _ends.Remove(order.VenueId);
    }

    /// <summary>Takes an end that is not waited for any longer.</summary>
    public bool TryTake(VenueClientId id, out OrderEvent? end)
    {
        var found = _ends.Remove(id, out var held);
        end = held.End;
        return found;
    }

    /// <summary>The orders of the symbol that are held, once all its trades up to now are in.</summary>
    public IReadOnlyList<VenueClientId> In(Symbol symbol) =>
        [.. _ends.Where(held => held.Value.Symbol == symbol).Select(held => held.Key)];

    public void Forget(VenueClientId id) => _ends.Remove(id);

    /// <summary>The connection is gone: the next comparison asks for everything anew.</summary>
    public void Clear() => _ends.Clear();
}
