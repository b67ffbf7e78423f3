namespace TradingActors.Domain;

public enum InstrumentStatus
{
    /// <summary>Orders are taken.</summary>
    Trading,

    /// <summary>Only cancels are taken.</summary>
    CancelOnly,

    /// <summary>Nothing is taken.</summary>
    Halted,
}

/// <summary>
/// What the venue says an order in this instrument must obey. A tick or lot of zero means that the venue sets
/// none; <see cref="NotionalMax"/> and <see cref="QuantityMax"/> are inclusive bounds.
/// </summary>
public sealed record Instrument(
    Symbol Symbol,
    Asset Base,
    Asset Quote,
    InstrumentStatus Status,
    Price PriceMin,
    Price PriceMax,
    Price Tick,
    Quantity QuantityMin,
    Quantity QuantityMax,
    Quantity Lot,
    Notional NotionalMin,
    Notional NotionalMax);
