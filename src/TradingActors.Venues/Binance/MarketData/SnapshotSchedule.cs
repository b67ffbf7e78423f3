using TradingActors.Domain;
using static TradingActors.Venues.Binance.Spans;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>
/// When each book may ask for a snapshot: one at a time a book, later and later while it keeps failing, and
/// within a budget over all books, because snapshots cost the request weight that orders and queries live on.
/// </summary>
internal sealed class SnapshotSchedule(BinanceMarketDataSettings settings)
{
    private readonly Slot[] _slots = new Slot[settings.Symbols.Count];
    private TimeSpan _budgetFullAt = TimeSpan.MinValue;
    private TimeSpan _pausedUntil = TimeSpan.MinValue;

    private struct Slot
    {
        public bool InFlight;
        public TimeSpan NotBefore;
        public TimeSpan Delay;
        public TimeSpan SoundSince;
    }

    /// <summary>When the book may ask; the maximum while its snapshot is under way.</summary>
    public TimeSpan DueAt(int book) =>
        _slots[book].InFlight ? TimeSpan.MaxValue
        : Later(Later(_slots[book].NotBefore, _pausedUntil), BudgetAt);

    /// <summary>
    /// The budget as one moment: it is spent while that moment lies a whole burst of refills ahead.
    /// </summary>
    private TimeSpan BudgetAt =>
        _budgetFullAt == TimeSpan.MinValue
            ? TimeSpan.MinValue
            : _budgetFullAt - settings.SnapshotRefill * (settings.SnapshotBurst - 1);

    public void Asked(int book, Instant now)
    {
        _slots[book].InFlight = true;
        _budgetFullAt = Later(_budgetFullAt, now.Monotonic) + settings.SnapshotRefill;
    }

    public void Succeeded(int book, Instant now)
    {
        _slots[book].InFlight = false;
        _slots[book].SoundSince = now.Monotonic;
    }

    /// <summary>
    /// Refused, unanswered, too old, or the book broke after it: wait, twice as long as the last time.
    /// </summary>
    public void Failed(int book, Instant now)
    {
        ref var slot = ref _slots[book];
        slot.InFlight = false;
        var wasSoundLong = slot.SoundSince > TimeSpan.Zero
            && now.Monotonic - slot.SoundSince >= settings.ResyncDelayMax;
        slot.SoundSince = TimeSpan.Zero;
        slot.Delay = wasSoundLong || slot.Delay == TimeSpan.Zero
            ? settings.ResyncDelay
            : Earlier(slot.Delay * 2, settings.ResyncDelayMax);
        slot.NotBefore = now.Monotonic + slot.Delay;
    }

    /// <summary>The venue asked for a pause.</summary>
    public void PauseUntil(TimeSpan moment) => _pausedUntil = Later(_pausedUntil, moment);

    /// <summary>
    /// A new connection: what was under way is gone; the waits stay, so that reconnecting is no way around
    /// them.
    /// </summary>
    public void Reconnected()
    {
        foreach (ref var slot in _slots.AsSpan())
            slot.InFlight = false;
    }
}
