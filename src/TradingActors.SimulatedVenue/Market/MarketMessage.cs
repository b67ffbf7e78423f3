namespace TradingActors.SimulatedVenue;

/// <summary>The kinds of public messages.</summary>
internal enum MarketMessage
{
    BookTicker,
    Trade,
    AggregateTrade,
    Depth,
    DepthSlow,
}
