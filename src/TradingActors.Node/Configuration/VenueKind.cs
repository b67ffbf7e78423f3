namespace TradingActors.Node.Configuration;

/// <summary>What a venue is.</summary>
public enum VenueKind
{
    /// <summary>Embedded in the node or run by <c>simulate-venue</c>.</summary>
    Simulated,

    /// <summary>Binance Spot, its orders sent.</summary>
    BinanceSpot,

    /// <summary>The market of Binance Spot, with orders filled in the node and never sent.</summary>
    BinanceSpotShadow,
}
