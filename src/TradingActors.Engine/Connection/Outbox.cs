using System.Diagnostics.CodeAnalysis;
using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// What waits for the socket or for the rate budget: cancels before orders, orders before queries. An order
/// waits for the socket alone. A cancel or a query that waits already is not queued again, so that cancels
/// are bounded by the working orders of the account and queries by what one comparison asks.
/// </summary>
internal sealed class Outbox
{
    private readonly Queue<SendCancel> _cancels = new();
    private readonly Queue<object> _orders = new();
    private readonly Queue<SendQuery> _queries = new();
    private readonly HashSet<VenueCommand> _waiting = [];

    public void AddCancel(SendCancel cancel)
    {
        if (_waiting.Add(cancel.Command))
            _cancels.Enqueue(cancel);
    }

    public void AddOrder(object order) => _orders.Enqueue(order);

    public void AddQuery(SendQuery query)
    {
        if (_waiting.Add(query.Query))
            _queries.Enqueue(query);
    }

    public bool TryPeekCancel([NotNullWhen(true)] out SendCancel? cancel) => _cancels.TryPeek(out cancel);

    public void RemoveCancel() => _waiting.Remove(_cancels.Dequeue().Command);

    public bool TryTakeCancel([NotNullWhen(true)] out SendCancel? cancel)
    {
        if (!_cancels.TryDequeue(out cancel))
            return false;

        _waiting.Remove(cancel.Command);
        return true;
    }

    public bool TryTakeOrder([NotNullWhen(true)] out object? order) => _orders.TryDequeue(out order);

    public bool TryPeekQuery([NotNullWhen(true)] out SendQuery? query) => _queries.TryPeek(out query);

    public void RemoveQuery() => _waiting.Remove(_queries.Dequeue().Query);

    /// <summary>Questions nobody will answer: whoever asked asks again after the reconnect.</summary>
    public void ClearQueries()
    {
        foreach (var query in _queries)
            _waiting.Remove(query.Query);
        _queries.Clear();
    }
}
