using System.Runtime.InteropServices;
using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Positions;

/// <summary>
/// The account's and its strategies' positions in one instrument, the same in whatever order its executions
/// arrive: they count in the order of the venue's trade ids (of one trade with itself, the buy first). The
/// latest <see cref="ExecutionsMax"/> are kept with the positions as they were after each, which are
/// immutable and share their lots; one that comes late takes its place, and those after it are counted anew.
/// What is later than all of those is counted at the checkpoint before them. So an execution in order costs
/// one fold, not two, and a late one as many as it is late.
/// </summary>
public sealed class PositionBook
{
    /// <summary>Far more than a lost connection and its reconciliation put out of order.</summary>
    public const int ExecutionsMax = 256;

    private readonly Dictionary<StrategyId, PositionState> _checkpointStrategies = [];
    private readonly Dictionary<StrategyId, PositionState> _strategies = [];
    private PositionState _checkpoint;

    /// <summary>Its length is a power of two.</summary>
    private Entry[] _ring = new Entry[4];

    private int _first;
    private int _count;

    public PositionBook(Symbol symbol) => _checkpoint = Total = PositionState.Flat(symbol);

    public PositionBook(PositionBookRecord record)
    {
        _checkpoint = Total = record.Checkpoint.Migrated();
        foreach (var (strategy, position) in record.Strategies)
            _checkpointStrategies[strategy] = _strategies[strategy] =
                position.Equals(record.Checkpoint) ? _checkpoint : position.Migrated();
        foreach (var (fill, strategy, arrival) in record.Executions)
            Apply(fill, strategy, arrival);
    }

    /// <summary>The account's position.</summary>
    public PositionState Total { get; private set; }

    /// <summary>Each strategy's part of it.</summary>
    public IReadOnlyDictionary<StrategyId, PositionState> Strategies => _strategies;

    public static StrategyId Named(StrategyId strategy) =>
        strategy.Value is null ? StrategyId.None : strategy;

    public PositionState Of(StrategyId strategy) =>
        _strategies.TryGetValue(strategy, out var position) ? position : PositionState.Flat(Total.Symbol);

    /// <summary>An execution that is already among the latest changes nothing.</summary>
    public void Apply(OrderFilled fill, StrategyId strategy, Price? arrival)
    {
        strategy = Named(strategy);
        var key = KeyOf(fill);
        if (_count > 0 && key <= At(_count - 1).Key)
        {
            ApplyLate(new Entry(key, fill, strategy, arrival));
            return;
        }

        if (_count == ExecutionsMax)
            MoveCheckpoint();
        var entry = new Entry(key, fill, strategy, arrival);
        Count(ref entry);
        MakeRoom();
        At(_count++) = entry;
    }

    /// <summary>Nothing that is counted later comes before it.</summary>
    public void Apply(OpeningPositionTaken opening)
    {
        while (_count > 0)
            MoveCheckpoint();
        var before = Total;
        _checkpoint = Total = Total.Apply(opening);
        _checkpointStrategies[StrategyId.None] = _strategies[StrategyId.None] =
            ReferenceEquals(before, Of(StrategyId.None)) || _strategies.Count == 0
                ? Total
                : Of(StrategyId.None).Apply(opening);
    }

    public PositionBookRecord ToRecord()
    {
        var executions = new Execution[_count];
        for (var i = 0; i < _count; i++)
            executions[i] = new Execution(At(i).Fill, At(i).Strategy, At(i).Arrival);
        return new PositionBookRecord(_checkpoint, Sorted(_checkpointStrategies), executions);
    }

    public IReadOnlyList<StrategyPosition> StrategyPositions() => Sorted(_strategies);

    private static long KeyOf(OrderFilled fill) =>
        (fill.TradeId.Value * 2) + (fill.Side == Side.Sell ? 1 : 0);

    private static IReadOnlyList<StrategyPosition> Sorted(Dictionary<StrategyId, PositionState> positions) =>
    [
        .. positions.OrderBy(p => p.Key.Value, StringComparer.Ordinal)
            .Select(p => new StrategyPosition(p.Key, p.Value)),
    ];

    private void ApplyLate(Entry late)
    {
        var place = _count;
        while (place > 0 && At(place - 1).Key > late.Key)
            place--;
        if (place > 0 && At(place - 1).Key == late.Key)
            return;

        if (_count == ExecutionsMax && place == 0)
        {
            _checkpoint = _checkpoint.Apply(late.Fill, late.Arrival);
            _checkpointStrategies[late.Strategy] = OfCheckpoint(late.Strategy).Apply(late.Fill, late.Arrival);
            CountFrom(0);
            return;
        }

        if (_count == ExecutionsMax)
        {
            MoveCheckpoint();
            place--;
        }

        MakeRoom();
        for (var i = _count++; i > place; i--)
            At(i) = At(i - 1);
        At(place) = late;
        CountFrom(place);
    }

    private void CountFrom(int place)
    {
        _strategies.Clear();
        foreach (var (strategy, position) in _checkpointStrategies)
            _strategies[strategy] = position;
        for (var i = 0; i < place; i++)
            _strategies[At(i).Strategy] = At(i).OfStrategy;
        Total = place == 0 ? _checkpoint : At(place - 1).Total;
        for (var i = place; i < _count; i++)
            Count(ref At(i));
    }

    /// <summary>
    /// While one strategy alone has traded the instrument, its position is the account's, counted once.
    /// </summary>
    private void Count(ref Entry entry)
    {
        ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_strategies, entry.Strategy, out _);
        var isShared = own is null ? _strategies.Count == 1 : ReferenceEquals(own, Total);
        Total = Total.Apply(entry.Fill, entry.Arrival);
        own = isShared
            ? Total
            : (own ?? PositionState.Flat(Total.Symbol)).Apply(entry.Fill, entry.Arrival);
        (entry.Total, entry.OfStrategy) = (Total, own);
    }

    /// <summary>The oldest execution can have nothing late before it any more.</summary>
    private void MoveCheckpoint()
    {
        ref var oldest = ref At(0);
        _checkpoint = oldest.Total;
        _checkpointStrategies[oldest.Strategy] = oldest.OfStrategy;
        oldest = default;
        _first = (_first + 1) & (_ring.Length - 1);
        _count--;
    }

    private PositionState OfCheckpoint(StrategyId strategy) =>
        _checkpointStrategies.TryGetValue(strategy, out var position)
            ? position
            : PositionState.Flat(Total.Symbol);

    private void MakeRoom()
    {
        if (_count < _ring.Length)
            return;

        var larger = new Entry[_ring.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = At(i);
        (_ring, _first) = (larger, 0);
    }

    private ref Entry At(int index) => ref _ring[(_first + index) & (_ring.Length - 1)];

    private struct Entry(long key, OrderFilled fill, StrategyId strategy, Price? arrival)
    {
        public readonly long Key = key;
        public readonly OrderFilled Fill = fill;
        public readonly StrategyId Strategy = strategy;
        public readonly Price? Arrival = arrival;
        public PositionState Total = null!;
        public PositionState OfStrategy = null!;
    }
}
