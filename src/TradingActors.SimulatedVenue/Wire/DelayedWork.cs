namespace TradingActors.SimulatedVenue;

/// <summary>Requests and answers that faults hold up, by due time and then by age.</summary>
internal sealed class DelayedWork
{
    /// <summary>
    /// Beyond this many the oldest due goes at once: a delay is a fault to simulate, not a store.
    /// </summary>
    private const int ItemsMax = 100_000;

    private readonly PriorityQueue<Item, (TimeSpan Due, long Number)> _items = new();
    private long _number;

    public readonly record struct Item(long Connection, bool IsRequest, byte[] Bytes);

    public TimeSpan NextAt => _items.Count > ItemsMax ? TimeSpan.Zero
        : _items.TryPeek(out _, out var next) ? next.Due
        : TimeSpan.MaxValue;

    public void Add(TimeSpan due, long connection, bool isRequest, ReadOnlySpan<byte> bytes) =>
        _items.Enqueue(new Item(connection, isRequest, bytes.ToArray()), (due, _number++));

    public bool TryTake(TimeSpan now, out Item item)
    {
        item = default;
        if (NextAt > now) return false;
        item = _items.Dequeue();
        return true;
    }
}
