using TradingActors.Domain;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>What a change or a snapshot did to a book.</summary>
internal enum BookVerdict
{
    /// <summary>Nothing that anyone can see.</summary>
    Unchanged,
    Changed,

    /// <summary>The book was sound and no longer is.</summary>
    Lost,
}

/// <summary>
/// Keeps one book in step by the venue's documented procedure: changes gather until a snapshot comes, those
/// it already holds are dropped, and from then on each must begin where the last one ended. A gap or a
/// crossed book starts over. A sound book that has become thin gets a new snapshot under it without losing
/// its state.
/// </summary>
internal sealed class BookSync(Symbol symbol, int limit, int knownLevelsMin)
{
    private const int ChangesMax = 2_000;
    private const int LevelsMax = 200_000;

    /// <summary>
    /// So many changes in a row that end before what is held say that what is held is wrong: one number read
    /// wrongly must not freeze the book for good.
    /// </summary>
    private const int LateInARowMax = 100;

    private readonly List<Change> _changes = [];
    private readonly List<BookLevel> _levels = [];
    private bool _gathers;
    private int _late;

    private readonly record struct Change(long First, long Last, int Bids, int Asks);

    public Symbol Symbol { get; } = symbol;

    public OrderBook Book { get; } = new();

    /// <summary>A snapshot is needed, and there are changes for it to connect to.</summary>
    public bool WantsSnapshot => _gathers && _changes.Count > 0;

    public int Gaps { get; private set; }

    public int Crossings { get; private set; }

    public BookVerdict OnChange(
        long first, long last, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        if (!Book.IsSynchronized)
        {
            Gather(first, last, bids, asks);
            return BookVerdict.Unchanged;
        }

        if (last <= Book.UpdateId && ++_late <= LateInARowMax)
            return BookVerdict.Unchanged;
        if (first > Book.UpdateId + 1 || last <= Book.UpdateId)
        {
            Gaps++;
            Restart();
            Gather(first, last, bids, asks);
            return BookVerdict.Lost;
        }

        _late = 0;
        Book.Apply(last, bids, asks);
        if (Book.IsCrossed)
        {
            Crossings++;
            Restart();
            return BookVerdict.Lost;
        }

        if (Book.IsThin(knownLevelsMin) || _gathers)
            Gather(first, last, bids, asks);
        return BookVerdict.Changed;
    }

    /// <summary>
    /// False when the snapshot is older than the changes at hand, or does not connect to them: ask again.
    /// </summary>
    public bool OnSnapshot(long updateId, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        if (!WantsSnapshot || updateId + 1 < _changes[0].First)
            return false;
        Book.Load(updateId, bids, asks, limit);
        ApplyGathered();
        Forget();
        Book.IsSynchronized = !Book.IsCrossed;
        if (!Book.IsCrossed)
            return true;
        Crossings++;
        Restart();
        return false;
    }

    /// <summary>The connection is gone: nothing at hand connects to what comes next.</summary>
    public BookVerdict Reset()
    {
        var was = Book.IsSynchronized;
        Restart();
        return was ? BookVerdict.Lost : BookVerdict.Unchanged;
    }

    private void Restart()
    {
        Book.Clear();
        Forget();
        _gathers = true;
    }

    private void Forget()
    {
        _gathers = false;
        _changes.Clear();
        _levels.Clear();
    }

    /// <summary>
    /// A gap among the gathered, or more than the bound, forgets them and begins with the newest.
    /// </summary>
    private void Gather(long first, long last, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        if (_changes.Count > 0)
        {
            if (last <= _changes[^1].Last && ++_late <= LateInARowMax)
                return;
            if (first > _changes[^1].Last + 1 || last <= _changes[^1].Last)
            {
                Gaps++;
                Forget();
            }
            else if (_changes.Count >= ChangesMax || _levels.Count + bids.Length + asks.Length > LevelsMax)
                Forget();
        }

        _late = 0;
        _gathers = true;
        _changes.Add(new Change(first, last, bids.Length, asks.Length));
        _levels.AddRange(bids);
        _levels.AddRange(asks);
    }

    private void ApplyGathered()
    {
        var levels = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_levels);
        foreach (var change in _changes)
        {
            if (change.Last > Book.UpdateId)
                Book.Apply(
                    change.Last, levels[..change.Bids], levels.Slice(change.Bids, change.Asks));
            levels = levels[(change.Bids + change.Asks)..];
        }
    }
}
