namespace TradingActors.SimulatedVenue;

/// <summary>What one taker order traded at one price.</summary>
internal readonly record struct AggregateTrade(
    long Id, decimal Price, decimal Quantity, long FirstTradeId, long LastTradeId, bool IsBuyerMaker);
