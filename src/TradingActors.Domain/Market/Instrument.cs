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
    Notional NotionalMax)
{
    public ContractKind Contract { get; init; }

    /// <summary>
    /// Bounds of a market order's quantity, on top of the general ones; zero where none is set.
    /// </summary>
    public Quantity MarketQuantityMin { get; init; }

    /// <summary>See <see cref="MarketQuantityMin"/>.</summary>
    public Quantity MarketQuantityMax { get; init; }

    /// <summary>See <see cref="MarketQuantityMin"/>.</summary>
    public Quantity MarketLot { get; init; }

    /// <summary>True where the notional bound also holds for market orders, at the average price.</summary>
    public bool NotionalMinAppliesToMarket { get; init; }

    /// <summary>See <see cref="NotionalMinAppliesToMarket"/>.</summary>
    public bool NotionalMaxAppliesToMarket { get; init; }

    /// <summary>
    /// Where a buy's limit price may lie around the venue's average price; null for no such rule.
    /// </summary>
    public PriceBand? BuyBand { get; init; }

    /// <summary>As <see cref="BuyBand"/>, for sells.</summary>
    public PriceBand? SellBand { get; init; }

    /// <summary>
    /// Minutes over which the venue averages the price that bands and notional bounds refer to; 0 is
    /// the last price.
    /// </summary>
    public int AveragePriceMinutes { get; init; }

    /// <summary>Open orders an account may have in the instrument; null for no bound.</summary>
    public int? OpenOrdersMax { get; init; }

    /// <summary>
    /// Open stop and take-profit orders an account may have in the instrument; null for no bound.
    /// </summary>
    public int? ConditionalOrdersMax { get; init; }

    /// <summary>The base asset that an account may hold, working buys included; null for no bound.</summary>
    public Quantity? HoldingMax { get; init; }

    /// <summary>Which order types the venue takes.</summary>
    public EnumSet<OrderType> Types { get; init; } = EnumSet.All<OrderType>();

    /// <summary>Which kinds of self-trade prevention a request may ask for.</summary>
    public EnumSet<SelfTradePrevention> SelfTradePreventions { get; init; } =
        EnumSet.Of(SelfTradePrevention.VenueDefault);
}

/// <summary>
/// Multipliers of a reference price: the lowest and the highest limit price that the venue takes.
/// </summary>
public readonly record struct PriceBand(decimal Down, decimal Up);
