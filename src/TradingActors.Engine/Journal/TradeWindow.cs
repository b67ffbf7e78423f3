using TradingActors.Domain;

namespace TradingActors.Engine.Journal;

/// <summary>
/// Which executions of one symbol have been counted. An execution is a trade id and a side, because an
/// account that
/// trades with itself has two under one id. Remembers the last <see cref="Capacity"/>; at the bound the
/// oldest is
/// forgotten and the floor rises to its id: what is at or below the floor and not remembered counts as seen,
/// so nothing
/// is ever counted twice, and the balance comparison would show what that had left out.
/// </summary>
public sealed class TradeWindow
{
    public const int Capacity = 10_000;

    private readonly HashSet<long> _keys = [];
    private readonly Queue<long> _order = new();

    public TradeWindow(long floor, IEnumerable<long> keys)
    {
        Floor = floor;
        foreach (var key in keys)
            Add(key);
    }

    public long Floor { get; private set; }

    /// <summary>
    /// The executions remembered, oldest first, each as twice its trade id, plus one for a sell.
    /// </summary>
    public IReadOnlyCollection<long> Keys => _order;

    public bool Contains(TradeId id, Side side) => _keys.Contains(KeyOf(id, side)) || id.Value <= Floor;

    public void Add(TradeId id, Side side) => Add(KeyOf(id, side));

    private static long KeyOf(TradeId id, Side side) => (id.Value * 2) + (side == Side.Sell ? 1 : 0);

    private void Add(long key)
    {
        if (!_keys.Add(key))
            return;

        _order.Enqueue(key);
        if (_order.Count <= Capacity)
            return;

        var oldest = _order.Dequeue();
        _keys.Remove(oldest);
        Floor = Math.Max(Floor, oldest / 2);
    }
}
