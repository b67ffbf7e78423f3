namespace TradingActors.SimulatedVenue;

/// <summary>A trade of a recording; <paramref name="AtMs"/> is its time at the exchange.</summary>
internal readonly record struct RecordedTrade(
    long Id, decimal Price, decimal Quantity, bool IsBuyerMaker, long AtMs);
