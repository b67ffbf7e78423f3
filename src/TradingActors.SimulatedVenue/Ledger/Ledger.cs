namespace TradingActors.SimulatedVenue;

/// <summary>
/// The append-only record of everything that the venue did. The venue's loop appends and commits; anybody may
/// read what is committed, from any thread.
/// </summary>
internal sealed class Ledger(ILedgerStore store, IEnumerable<LedgerEntry> recovered) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<LedgerEntry> _committed = [.. recovered];
    private readonly List<LedgerEntry> _pending = [];

    public int Count => _committed.Count + _pending.Count;

    /// <summary>Numbers the entry; it is durable and visible after the next <see cref="Commit"/>.</summary>
    public LedgerEntry Append(LedgerEntry entry)
    {
        entry = entry with { Sequence = Count + 1 };
        _pending.Add(entry);
        return entry;
    }

    /// <summary>Writes what was appended since the last commit, all of it or nothing.</summary>
    public void Commit()
    {
        if (_pending.Count == 0) return;
        for (var i = 0; i < _pending.Count - 1; i++)
            _pending[i] = _pending[i] with { Following = _pending.Count - 1 - i };
        store.Write(_pending);
        lock (_lock) _committed.AddRange(_pending);
        _pending.Clear();
    }

    /// <summary>The committed entries of an account, oldest first.</summary>
    public List<AccountEntry> EntriesOf(string account)
    {
        var entries = new List<AccountEntry>();
        lock (_lock)
            foreach (var entry in _committed)
                if (entry is AccountEntry own && own.Account == account) entries.Add(own);
        return entries;
    }

    /// <summary>Every committed entry, oldest first.</summary>
    public LedgerEntry[] All()
    {
        lock (_lock) return [.. _committed];
    }

    public void Dispose() => store.Dispose();
}
