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
    decimal QuoteQuantity);
