namespace TradingActors.SimulatedVenue;

/// <summary>
/// What the market published, whether anybody listened or not. Written by the venue's loop, read by anybody.
/// </summary>
public sealed class MarketCounters
{
    private long _bookTickers;
    private long _trades;
    private long _aggregateTrades;
    private long _depthUpdates;
    private long _depthUpdatesSlow;
    private long _deliveries;

    public long BookTickers => Volatile.Read(ref _bookTickers);

    public long Trades => Volatile.Read(ref _trades);

    public long AggregateTrades => Volatile.Read(ref _aggregateTrades);

    /// <summary>Depth updates of the 100 ms stream.</summary>
    public long DepthUpdates => Volatile.Read(ref _depthUpdates);

    /// <summary>Depth updates of the 1,000 ms stream.</summary>
    public long DepthUpdatesSlow => Volatile.Read(ref _depthUpdatesSlow);

    /// <summary>Frames handed to connections: a message counts once a subscriber.</summary>
    public long Deliveries => Volatile.Read(ref _deliveries);

    internal void Count(MarketMessage kind)
    {
        ref var counter = ref _bookTickers;
        switch (kind)
        {
            case MarketMessage.BookTicker: break;
            case MarketMessage.Trade: counter = ref _trades; break;
            case MarketMessage.AggregateTrade: counter = ref _aggregateTrades; break;
            case MarketMessage.Depth: counter = ref _depthUpdates; break;
            case MarketMessage.DepthSlow: counter = ref _depthUpdatesSlow; break;
        }

        Volatile.Write(ref counter, counter + 1);
    }

    internal void CountDeliveries(int count) => Volatile.Write(ref _deliveries, _deliveries + count);
}
