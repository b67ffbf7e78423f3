using CsCheck;
using TradingActors.Domain;
using TradingActors.Venues.Binance.MarketData;
using Xunit;

namespace TradingActors.Tests.Venues;

public class OrderBookTests
{
    private static readonly Symbol BtcUsdt = new("BTCUSDT");

    [Fact]
    public void it_gives_the_best_levels_first()
    {
        var book = new OrderBook();
        book.Load(1, [L(9, 1), L(8, 2), L(7, 3)], [L(10, 1), L(11, 2)], 1000);
        book.Apply(2, [L(9, 0), L(8.5m, 4)], [L(9.5m, 5), L(11, 0)]);

        Assert.Equal([L(8.5m, 4), L(8, 2), L(7, 3)], Top(book, Side.Buy));
        Assert.Equal([L(9.5m, 5), L(10, 1)], Top(book, Side.Sell));
        Assert.Equal(2, book.UpdateId);
    }

    [Fact]
    public void levels_past_the_end_of_a_full_snapshot_are_unknown()
    {
        var book = new OrderBook();
        book.Load(1, [L(9, 1), L(8, 2)], [L(10, 1)], limit: 2);

        book.Apply(2, [L(7, 3), L(8.5m, 1)], [L(12, 3)]);

        Assert.Equal([L(9, 1), L(8.5m, 1), L(8, 2)], Top(book, Side.Buy));
        Assert.Equal([L(10, 1), L(12, 3)], Top(book, Side.Sell));
        Assert.True(book.IsThin(4));
        Assert.False(book.IsThin(3));
    }

    [Fact]
    public void it_agrees_with_a_naive_book_under_any_changes() =>
        Gen.Select(
                Gen.Int[1, 60].Array[0, 30],
                Gen.Select(Gen.Bool, Gen.Int[1, 60], Gen.Int[0, 3]).Array[0, 200])
            .Sample((start, changes) =>
            {
                var naive = new SortedDictionary<decimal, decimal>[] { [], [] };
                foreach (var price in start)
                    naive[0][price] = naive[1][price] = price;
                var book = new OrderBook();
                book.Load(
                    1, [.. naive[0].Reverse().Select(l => L(l.Key, l.Value))],
                    [.. naive[1].Select(l => L(l.Key, l.Value))], 1000);
                foreach (var (isBid, price, size) in changes)
                {
                    var side = naive[isBid ? 0 : 1];
                    if (size == 0)
                        side.Remove(price);
                    else
                        side[price] = size;
                    BookLevel[] change = [L(price, size)];
                    book.Apply(2, isBid ? change : [], isBid ? [] : change);
                }

                return Top(book, Side.Buy).SequenceEqual(naive[0].Reverse().Select(l => L(l.Key, l.Value)))
                    && Top(book, Side.Sell).SequenceEqual(naive[1].Select(l => L(l.Key, l.Value)));
            });

    [Fact]
    public void changes_gather_until_a_snapshot_that_connects_to_them()
    {
        var sync = new BookSync(BtcUsdt, 1000, 0);
        sync.OnChange(101, 105, [L(9, 1)], []);
        sync.OnChange(106, 110, [L(8, 1)], []);
        Assert.True(sync.WantsSnapshot);

        Assert.False(sync.OnSnapshot(99, [], [L(10, 1)]));
        Assert.False(sync.Book.IsSynchronized);
        Assert.True(sync.OnSnapshot(105, [L(7, 1)], [L(10, 1)]));

        Assert.True(sync.Book.IsSynchronized);
        Assert.Equal(110, sync.Book.UpdateId);
        Assert.Equal([L(8, 1), L(7, 1)], Top(sync.Book, Side.Buy));
        Assert.False(sync.WantsSnapshot);
    }

    [Fact]
    public void a_snapshot_newer_than_everything_gathered_stands_alone()
    {
        var sync = new BookSync(BtcUsdt, 1000, 0);
        sync.OnChange(101, 105, [L(9, 1)], []);

        Assert.True(sync.OnSnapshot(200, [L(7, 1)], [L(10, 1)]));
        Assert.Equal(BookVerdict.Unchanged, sync.OnChange(150, 200, [L(9.5m, 1)], []));
        Assert.Equal(BookVerdict.Changed, sync.OnChange(190, 205, [L(8, 1)], []));

        Assert.Equal([L(8, 1), L(7, 1)], Top(sync.Book, Side.Buy));
    }

    [Fact]
    public void a_gap_starts_over_from_the_change_after_it()
    {
        var sync = new BookSync(BtcUsdt, 1000, 0);
        sync.OnChange(101, 105, [], []);
        sync.OnSnapshot(105, [L(7, 1)], [L(10, 1)]);

        Assert.Equal(BookVerdict.Lost, sync.OnChange(107, 110, [L(8, 1)], []));

        Assert.False(sync.Book.IsSynchronized);
        Assert.Empty(Top(sync.Book, Side.Buy));
        Assert.Equal(1, sync.Gaps);
        Assert.True(sync.WantsSnapshot);
        Assert.True(sync.OnSnapshot(108, [L(7, 1)], [L(10, 1)]));
        Assert.Equal([L(8, 1), L(7, 1)], Top(sync.Book, Side.Buy));
    }

    [Fact]
    public void a_crossed_book_starts_over()
    {
        var sync = new BookSync(BtcUsdt, 1000, 0);
        sync.OnChange(101, 105, [], []);
        sync.OnSnapshot(105, [L(7, 1)], [L(10, 1)]);

        Assert.Equal(BookVerdict.Lost, sync.OnChange(106, 110, [L(10, 1)], []));

        Assert.Equal(1, sync.Crossings);
        Assert.False(sync.Book.IsSynchronized);
        Assert.False(sync.WantsSnapshot);
        sync.OnChange(111, 112, [], []);
        Assert.True(sync.WantsSnapshot);
    }

    [Fact]
    public void a_thin_book_gets_a_new_snapshot_without_losing_its_state()
    {
        var sync = new BookSync(BtcUsdt, limit: 3, knownLevelsMin: 2);
        sync.OnChange(101, 105, [], []);
        sync.OnSnapshot(105, [L(9, 1), L(8, 1), L(7, 1)], [L(10, 1)]);

        Assert.Equal(BookVerdict.Changed, sync.OnChange(106, 106, [L(9, 0), L(8, 0)], []));
        Assert.True(sync.WantsSnapshot);
        Assert.Equal(BookVerdict.Changed, sync.OnChange(107, 107, [L(7, 5)], []));
        Assert.True(sync.OnSnapshot(106, [L(7, 1), L(6, 1), L(5, 1)], [L(10, 1)]));

        Assert.True(sync.Book.IsSynchronized);
        Assert.Equal([L(7, 5), L(6, 1), L(5, 1)], Top(sync.Book, Side.Buy));
    }

    [Fact]
    public void whatever_arrives_in_whatever_order_a_sound_book_is_the_true_one() =>
        Gen.Select(
                Gen.Select(Gen.Int[1, 20], Gen.Int[0, 3]).Array[1, 40],
                Gen.Int[0, 39].Array[0, 8],
                Gen.Int[0, 45].Array[1, 6])
            .Sample((changes, disturbed, snapshotsAt) =>
            {
                var truth = new SortedDictionary<decimal, decimal>();
                var history = new List<BookLevel[]> { Array.Empty<BookLevel>() };
                foreach (var (price, size) in changes)
                {
                    Set(truth, price, size);
                    history.Add([.. truth.Reverse().Select(l => L(l.Key, l.Value))]);
                }

                var sync = new BookSync(BtcUsdt, 1000, 0);
                for (var i = 0; i < changes.Length; i++)
                {
                    // A disturbed change is lost, and the one before it comes again in its place.
                    var which = disturbed.Contains(i) ? Math.Max(0, i - 1) : i;
                    sync.OnChange(which + 1, which + 1, [L(changes[which].Item1, changes[which].Item2)], []);
                    foreach (var at in snapshotsAt)
                        if (at % (i + 2) == i)
                            sync.OnSnapshot(Math.Min(at, i), history[Math.Min(at, i)], []);
                    if (sync.Book.IsSynchronized
                        && !Top(sync.Book, Side.Buy).SequenceEqual(history[(int)sync.Book.UpdateId]))
                        return false;
                }

                return true;
            });

    private static void Set(SortedDictionary<decimal, decimal> side, decimal price, decimal size)
    {
        if (size == 0m)
            side.Remove(price);
        else
            side[price] = size;
    }

    private static BookLevel L(decimal price, decimal size) => new(new Price(price), new Quantity(size));

    private static BookLevel[] Top(OrderBook book, Side side)
    {
        var levels = new BookLevel[1000];
        return levels[..book.CopyTop(side, levels)];
    }
}
