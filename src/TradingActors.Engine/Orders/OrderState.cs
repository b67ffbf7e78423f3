using System.Text.Json.Serialization;
using TradingActors.Domain;

namespace TradingActors.Engine.Orders;

/// <summary>
/// One order, as far as it is known. Averages are derived from the exact sums, never stored.
/// <paramref name="Carried"/> is what the orders that this one replaces had filled: part of the requested
/// total, but
/// not of what this order may still fill.
/// <paramref name="Replaces"/> is the order that this one was made to replace; <paramref name="IsExternal"/>
/// marks an
/// order that was found at the venue and adopted; <paramref name="IsResolved"/> one whose end is a person's
/// word and not the venue's; <paramref name="Exit"/> is the flatten that it belongs to;
/// <paramref name="ArrivalPrice"/> what the market stood at when it was decided, by which the slippage of its
/// fills is measured, null where that was not known.
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
    Quantity Carried = default,
    bool IsExternal = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    bool IsResolved = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Exit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    Price? ArrivalPrice = null)
{
    /// <summary>What this order itself asks of the venue.</summary>
    public Quantity Quantity => Request.Quantity - Carried;

    /// <summary>What may still fill.</summary>
    public Quantity Remaining => Quantity > FilledQuantity ? Quantity - FilledQuantity : Domain.Quantity.Zero;

    /// <summary>
    /// What the venue counts as filled of this order. Of an adopted one it counts what was carried too; what
    /// a replacement carries, its originals had filled.
    /// </summary>
    [JsonIgnore]
    public Quantity FilledAtVenue => IsExternal ? Carried + FilledQuantity : FilledQuantity;

    /// <summary>Average fill price, null while nothing has filled.</summary>
    public Price? AveragePrice => FilledQuantity > Domain.Quantity.Zero
        ? new Price(FilledNotional.Value / FilledQuantity.Value)
        : null;

    public bool IsTerminal => Status.IsTerminal();
}
