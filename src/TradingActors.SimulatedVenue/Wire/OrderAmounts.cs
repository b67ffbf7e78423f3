namespace TradingActors.SimulatedVenue;

/// <summary>The amounts that a request for an order gave; null for each that it did not.</summary>
internal readonly record struct OrderAmounts(
    decimal? Price, decimal? Quantity, decimal? QuoteQuantity, decimal? StopPrice, decimal? Iceberg);
