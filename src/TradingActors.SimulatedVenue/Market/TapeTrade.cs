namespace TradingActors.SimulatedVenue;

/// <summary>A public trade; <paramref name="AtMs"/> is the time that the streams gave it.</summary>
internal readonly record struct TapeTrade(
    long Id, decimal Price, decimal Quantity, bool IsBuyerMaker, long AtMs);
