using TradingActors.Domain;

namespace TradingActors.Engine.Journal;

/// <summary>
/// Which trades of one symbol have been counted. Remembers the last <see cref="Capacity"/> ids; at the bound the oldest
/// is forgotten and the floor rises to it: an id at or below the floor that is not remembered counts as seen, so
/// nothing is ever counted twice, and the balance comparison would show what such an id had left out.
/// </summary>
public sealed class TradeWindow
{
    public const int Capacity = 10_000;

    private readonly HashSet<long> _ids = [];
    private readonly Queue<long> _order = new();

    public TradeWindow(long floor, IEnumerable<long> ids)
    {
        Floor = floor;
        Highest = floor;
        foreach (var id in ids)
            Add(new TradeId(id));
    }

    public long Floor { get; private set; }

    /// <summary>The highest id counted; a query for what is missing starts behind the floor of what may be unseen.</summary>
    public long Highest { get; private set; }

    public IReadOnlyCollection<long> Ids => _order;

    public bool Contains(TradeId id) => _ids.Contains(id.Value) || id.Value <= Floor;

    public void Add(TradeId id)
    {
        if (!_ids.Add(id.Value))
            return;

        _order.Enqueue(id.Value);
        Highest = Math.Max(Highest, id.Value);
        if (_order.Count <= Capacity)
            return;

        var oldest = _order.Dequeue();
        _ids.Remove(oldest);
        Floor = Math.Max(Floor, oldest);
    }
}
