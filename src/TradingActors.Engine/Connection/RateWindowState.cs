using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// One of the venue's windows as it stands: aligned to the venue's clock, counted by us at the worst case and
/// set right by the venue's own count. What was written just before a count or just before the window turned
/// may not be in that count or that window, so it is counted again: never too little.
/// </summary>
public sealed class RateWindowState(RateKind kind, TimeSpan window, int limit)
{
    /// <summary>Requests settle no faster than this, however short the round trip is.</summary>
    public static readonly TimeSpan SettleMin = TimeSpan.FromMilliseconds(100);

    /// <summary>How far back single charges are remembered.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(3);

    private const int Slots = 64;

    private static readonly long SlotTicks = Remembered.Ticks / (Slots - 4);
    private static readonly int Uses = Enum.GetValues<RateUse>().Length;

    private static readonly RateUse[] FreeFirst =
        [RateUse.Cancel, RateUse.Exit, RateUse.Order, RateUse.Query, RateUse.MarketData];

    private readonly long[] _slotAt = new long[Slots];
    private readonly int[] _slotCost = new int[Slots];
    private readonly int[] _usedBy = new int[Uses];
    private long _index = long.MinValue;

    public RateKind Kind { get; } = kind;

    public TimeSpan Window { get; } = window;

    public int Limit { get; set; } = limit;

    /// <summary>What the venue has counted in the present window, as far as we can know.</summary>
    public int Used { get; private set; }

    /// <summary>What we have asked for in the present window and for what.</summary>
    public int UsedBy(RateUse use) => _usedBy[(int)use];

    /// <summary>
    /// Turns to the window of the moment. We turn half of <paramref name="settle"/> late, so that the venue
    /// has turned for certain, and carry over what may have arrived there after it did.
    /// </summary>
    public void Turn(DateTimeOffset venueWall, TimeSpan monotonic, TimeSpan settle)
    {
        var index = (venueWall.UtcTicks - settle.Ticks / 2) / Window.Ticks;
        if (index == _index)
            return;

        var isFirst = _index == long.MinValue;
        _index = index;
        Array.Clear(_usedBy);
        Used = isFirst ? 0 : ChargedSince(monotonic - settle);
    }

    public void Charge(RateUse? use, int cost, TimeSpan monotonic)
    {
        Used += cost;
        if (use is { } known)
            _usedBy[(int)known] += cost;

        var at = monotonic.Ticks / SlotTicks;
        ref var slotAt = ref _slotAt[at % Slots];
        ref var slotCost = ref _slotCost[at % Slots];
        slotCost = slotAt == at ? slotCost + cost : cost;
        slotAt = at;
    }

    /// <summary>
    /// The venue's own count replaces ours, but for what may not have reached it yet. What it did not count
    /// was free, as orders and cancels are where they succeed: they get it back, cancels first.
    /// </summary>
    public void Counted(int used, TimeSpan monotonic, TimeSpan settle)
    {
        var free = Used;
        Used = used + ChargedSince(monotonic - settle);
        free -= Used;
        foreach (var use in FreeFirst)
        {
            var back = Math.Clamp(free, 0, _usedBy[(int)use]);
            _usedBy[(int)use] -= back;
            free -= back;
        }
    }

    /// <summary>Until the venue's next window begins, for the caller that waits for it.</summary>
    public TimeSpan UntilTurn(DateTimeOffset venueWall, TimeSpan settle)
    {
        var shifted = venueWall.UtcTicks - settle.Ticks / 2;
        return TimeSpan.FromTicks(Window.Ticks - shifted % Window.Ticks);
    }

    private int ChargedSince(TimeSpan monotonic)
    {
        var since = monotonic.Ticks / SlotTicks;
        var sum = 0;
        for (var slot = 0; slot < Slots; slot++)
            if (_slotAt[slot] >= since)
                sum += _slotCost[slot];
        return sum;
    }
}
