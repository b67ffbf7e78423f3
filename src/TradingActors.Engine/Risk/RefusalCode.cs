namespace TradingActors.Engine.Risk;

/// <summary>
/// Every reason to refuse an order, in the order in which the checks run: the first that fails is the answer.
/// The spelling outside is upper snake case and stable.
/// </summary>
public enum RefusalCode
{
    /// <summary>
    /// The id was used before for a different order; the detail names the first field that differs.
    /// </summary>
    ClientOrderIdReused,

    /// <summary>The account's desk is not open: starting, recovering, reconciling, stopping.</summary>
    AccountNotReady,

    /// <summary>
    /// The mode in force does not allow this order; the detail names mode, scope and reason.
    /// </summary>
    ModeForbids,

    /// <summary>No limits are configured for the instrument, or none that count in its quote asset.</summary>
    NoLimitConfigured,

    /// <summary>The strategy may not trade the instrument.</summary>
    InstrumentNotAllowed,

    /// <summary>The venue does not list the instrument, or its rules have not arrived.</summary>
    InstrumentUnknown,

    /// <summary>The venue does not take orders in the instrument now.</summary>
    InstrumentNotTrading,

    /// <summary>Type, time in force and price do not go together; the detail says how.</summary>
    TermsInvalid,

    /// <summary>The venue does not take this type of order in the instrument.</summary>
    OrderTypeNotTaken,

    /// <summary>The venue does not take this kind of self-trade prevention in the instrument.</summary>
    SelfTradePreventionNotTaken,

    /// <summary>
    /// The quantity is not above zero, or not a multiple of the lot.
    /// </summary>
    QuantityOffLot,

    /// <summary>
    /// The quantity is below the smallest of the venue or of the limits, whichever is larger.
    /// </summary>
    QuantityBelowMin,

    /// <summary>
    /// The quantity is above the largest of the venue or of the limits, whichever is smaller.
    /// </summary>
    QuantityAboveMax,

    /// <summary>
    /// The quantity of an order that trades as a market order is not a multiple of the venue's lot for those.
    /// </summary>
    MarketQuantityOffLot,

    /// <summary>
    /// The quantity of an order that trades as a market order is below the venue's smallest for those.
    /// </summary>
    MarketQuantityBelowMin,

    /// <summary>
    /// The quantity of an order that trades as a market order is above the venue's largest for those.
    /// </summary>
    MarketQuantityAboveMax,

    /// <summary>The price is not a multiple of the tick.</summary>
    PriceOffTick,

    /// <summary>
    /// The price is not above zero, or outside the venue's bounds.
    /// </summary>
    PriceOutOfBounds,

    /// <summary>The stop price is not a multiple of the tick.</summary>
    StopPriceOffTick,

    /// <summary>
    /// The stop price is not above zero, or outside the venue's bounds.
    /// </summary>
    StopPriceOutOfBounds,

    /// <summary>
    /// No sound quote has arrived for the instrument, or for another one in which something is held or
    /// working.
    /// </summary>
    ReferencePriceMissing,

    /// <summary>The newest quote is older than allowed.</summary>
    ReferencePriceStale,

    /// <summary>The newest quote is crossed or one-sided.</summary>
    ReferencePriceUnsound,

    /// <summary>The reference price leapt between two quotes and is not believed yet.</summary>
    ReferencePriceJumped,

    /// <summary>
    /// The market is at the stop price or beyond: the venue would trigger the order at once, and refuses it.
    /// </summary>
    StopPriceWouldTrigger,

    /// <summary>
    /// The stop price is further from the reference price than an order may rest.
    /// </summary>
    StopPriceOutsideCollar,

    /// <summary>
    /// Further from the reference price than the collar of its direction; a stop order's limit price is
    /// measured from its stop price.
    /// </summary>
    PriceOutsideCollar,

    /// <summary>
    /// Further beyond the best price that the last minutes have shown than the drift collar allows, however
    /// small the step.
    /// </summary>
    PriceOutsideDriftCollar,

    /// <summary>
    /// Outside the venue's band around its average price, wherever that lies in what the market has shown
    /// while it was averaged.
    /// </summary>
    PriceOutsideBand,

    /// <summary>
    /// Price times quantity is below the smallest of the venue or of the limits, whichever is larger.
    /// </summary>
    NotionalBelowMin,

    /// <summary>
    /// Price times quantity is above the largest of the venue or of the limits, whichever is smaller.
    /// </summary>
    NotionalAboveMax,

    /// <summary>
    /// The order to replace is unknown, finished, being replaced or cancelled already, or has filled the
    /// new total.
    /// </summary>
    OriginalNotReplaceable,

    /// <summary>Would make the position larger or change its sign, counting all working reducers.</summary>
    NotReducing,

    /// <summary>
    /// The loss of the trading day, or the distance from the highest profit, has reached its limit; only what
    /// reduces passes.
    /// </summary>
    LossLimitReached,

    /// <summary>The position with every working order of that side filled would be above its limit.</summary>
    PositionAboveLimit,

    /// <summary>Held plus reserved exposure of the account would be above its limit.</summary>
    GrossExposureAboveLimit,

    /// <summary>
    /// Net exposure, with every order of the side filled, would be above its limit; the detail names the
    /// strategy where it is that one's.
    /// </summary>
    NetExposureAboveLimit,

    /// <summary>Gross exposure divided by equity would be above its limit.</summary>
    LeverageAboveLimit,

    /// <summary>
    /// Equity does not cover the margin of the contracts with this order.
    /// </summary>
    MarginInsufficient,

    /// <summary>
    /// The account would hold more of the base asset, with every working buy filled, than the venue allows.
    /// </summary>
    VenueHoldingAboveMax,

    /// <summary>Working orders in the instrument would be more than allowed.</summary>
    OpenOrdersAboveLimit,

    /// <summary>Open orders in the instrument would be more than the venue allows.</summary>
    VenueOpenOrdersAboveMax,

    /// <summary>Open stop and take-profit orders would be more than the venue allows.</summary>
    VenueConditionalOrdersAboveMax,

    /// <summary>The order would trade with a resting one of the account's own.</summary>
    SelfMatch,

    /// <summary>More orders in the window than allowed.</summary>
    OrderRateAboveLimit,

    /// <summary>
    /// Messages of the day divided by its trades, less one, are above the limit, by number or by volume;
    /// only what reduces passes.
    /// </summary>
    OrderToTradeAboveLimit,

    /// <summary>
    /// The same side, prices and quantity in the instrument was approved within the window.
    /// </summary>
    DuplicateInWindow,

    /// <summary>
    /// Free balance, less what is reserved, does not cover the order and its worst fee; the detail names the
    /// asset.
    /// </summary>
    BalanceInsufficient,

    /// <summary>The journal did not take the intent; nothing was sent.</summary>
    JournalUnavailable,
}
