using TradingActors.Domain;

namespace TradingActors.Engine.Orders;

/// <summary>
/// One order, as far as it is known. Averages are derived from the exact sums, never stored.
/// <paramref name="Replaces"/> is the order that this one was made to replace; <paramref name="IsExternal"/> marks an
/// order that was found at the venue and adopted.
/// </summary>
public sealed record OrderState(
    OrderRequest Request,
    VenueClientId VenueId,
    OrderStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    VenueOrderId? VenueOrderId = null,
    Quantity FilledQuantity = default,
    Notional FilledNotional = default,
    string Reason = "",
    VenueClientId? Replaces = null,
    bool IsExternal = false)
{
    public Quantity Remaining => Request.Quantity > FilledQuantity
        ? Request.Quantity - FilledQuantity
        : Quantity.Zero;

    /// <summary>Average fill price, null while nothing has filled.</summary>
    public Price? AveragePrice => FilledQuantity > Quantity.Zero
        ? new Price(FilledNotional.Value / FilledQuantity.Value)
        : null;

    public bool IsTerminal => Status.IsTerminal();
}
