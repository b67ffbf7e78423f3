using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The levels that changed since a depth stream last spoke. Each update carries on where the one before
/// ended.
/// </summary>
internal sealed class DepthLane
{
    public SortedList<decimal, decimal> Bids { get; } = [];

    public SortedList<decimal, decimal> Asks { get; } = [];

    public long FirstId { get; private set; }

    public long LastId { get; private set; }

    public bool HasChanges => FirstId != 0;

    public void Change(Side side, decimal price, decimal size, long firstId, long lastId)
    {
        if (FirstId == 0) FirstId = firstId;
        LastId = lastId;
        (side == Side.Buy ? Bids : Asks)[price] = size;
    }

    /// <summary>Counts ids that changed no level, so that the range stays without a gap.</summary>
    public void Extend(long firstId, long lastId)
    {
        if (FirstId == 0) FirstId = firstId;
        LastId = lastId;
    }

    public void Clear()
    {
        Bids.Clear();
        Asks.Clear();
        FirstId = 0;
    }
}
