using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// A well-formed order before it has met a filter, a balance or a book. <paramref name="Quantity"/> is zero
/// when a market order gives <paramref name="QuoteQuantity"/>, the quote asset to spend or to receive,
/// instead.
/// </summary>
internal sealed record NewOrder(
    string ClientOrderId,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    decimal Price,
    decimal Quantity,
    decimal QuoteQuantity)
{
    /// <summary>Zero where the type has none.</summary>
    public decimal StopPrice { get; init; }

    public SelfTradeMode SelfTrade { get; init; }

    /// <summary>A label of the client's, told back in reports and queries.</summary>
    public long? StrategyId { get; init; }

    /// <summary>See <see cref="StrategyId"/>.</summary>
    public int? StrategyType { get; init; }
}
