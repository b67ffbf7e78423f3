using System.Collections;
using TradingActors.Domain;

namespace TradingActors.Engine.Positions;

/// <summary>
/// The lots of one open position, oldest first: all long or all short, neighbours of equal price are one.
/// Never empty: a flat position has no queue. Immutable, because a position is kept as it was after each of
/// its latest executions; opening and closing cost the same however many lots there are. The newest lot
/// stands apart, so that a next execution at its price joins it; closing takes from <c>_front</c>, which is
/// refilled from <c>_back</c> when it runs out, each lot once.
/// </summary>
public sealed class LotQueue : IEnumerable<PositionLot>, IEquatable<LotQueue>
{
    /// <summary>
    /// At this many lots, what is opened next joins the newest lot at their average, cut to
    /// <see cref="JoinedDecimals"/>.
    /// </summary>
    public const int LotsMax = 4_096;

    /// <summary>Kept as low as venues' own prices, so that the product with a quantity stays exact.</summary>
    public const int JoinedDecimals = 8;

    private readonly Node? _front;
    private readonly Node? _back;
    private readonly PositionLot _newest;

    private LotQueue(Node? front, Node? back, PositionLot newest, int count)
    {
        _front = front;
        _back = back;
        _newest = newest;
        Count = count;
    }

    public int Count { get; }

    public static LotQueue Of(PositionLot lot) => new(null, null, lot, 1);

    /// <summary>
    /// Opens more behind what is there. <paramref name="cost"/> grows by what the lots cost more now: price
    /// times quantity, but for the residual of an average that was cut at <see cref="LotsMax"/>.
    /// </summary>
    public static LotQueue Open(LotQueue? lots, PositionLot lot, ref decimal cost)
    {
        cost += lot.Cost.Value;
        if (lots is null)
            return Of(lot);

        var newest = lots._newest;
        if (newest.Price == lot.Price)
            return lots.WithNewest(new PositionLot(newest.Quantity + lot.Quantity, lot.Price));
        if (lots.Count < LotsMax)
            return new LotQueue(lots._front, new Node(newest, lots._back), lot, lots.Count + 1);

        var (quantity, paid) = (newest.Quantity + lot.Quantity, newest.Cost.Value + lot.Cost.Value);
        var joined = new PositionLot(
            quantity, new Price(decimal.Round(paid / quantity.Value, JoinedDecimals)));
        cost += joined.Cost.Value - paid;
        return lots.WithNewest(joined);
    }

    /// <summary>
    /// Closes the oldest <paramref name="quantity"/>, signed as the lots are and not more than they hold;
    /// null when nothing is left. <paramref name="cost"/> falls by what the closed lots cost.
    /// </summary>
    public static LotQueue? Close(LotQueue lots, decimal quantity, ref decimal cost)
    {
        var (front, back, count) = (lots._front, lots._back, lots.Count);
        while (true)
        {
            if (front is null && back is not null)
                (front, back) = (Reversed(back), null);

            var oldest = front is null ? lots._newest : front.Lot;
            if (Math.Abs(oldest.Quantity.Value) > Math.Abs(quantity))
            {
                cost -= quantity * oldest.Price.Value;
                var rest = new PositionLot(new Quantity(oldest.Quantity.Value - quantity), oldest.Price);
                return front is null
                    ? Of(rest)
                    : new LotQueue(new Node(rest, front.Next), back, lots._newest, count);
            }

            cost -= oldest.Cost.Value;
            quantity -= oldest.Quantity.Value;
            if (front is null)
                return null;

            front = front.Next;
            count--;
            if (quantity == 0m)
                return new LotQueue(front, back, lots._newest, count);
        }
    }

    public IEnumerator<PositionLot> GetEnumerator()
    {
        for (var node = _front; node is not null; node = node.Next)
            yield return node.Lot;
        for (var node = Reversed(_back); node is not null; node = node.Next)
            yield return node.Lot;
        yield return _newest;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(LotQueue? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Count == other.Count && this.SequenceEqual(other));

    public override bool Equals(object? obj) => Equals(obj as LotQueue);

    public override int GetHashCode() => HashCode.Combine(Count, _newest);

    public override string ToString() =>
        string.Join(", ", this.Select(lot => $"{lot.Quantity} at {lot.Price}"));

    private LotQueue WithNewest(PositionLot newest) => new(_front, _back, newest, Count);

    private static Node? Reversed(Node? node)
    {
        Node? reversed = null;
        for (; node is not null; node = node.Next)
            reversed = new Node(node.Lot, reversed);
        return reversed;
    }

    private sealed class Node(PositionLot lot, Node? next)
    {
        public PositionLot Lot { get; } = lot;

        public Node? Next { get; } = next;
    }
}
