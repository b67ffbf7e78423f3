using TradingActors.Domain;
using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Risk;

/// <summary>
/// What the rules saw when they decided, journaled with the decision, so that it can be explained for ever.
/// Amounts are in the exposure asset, quantities in base asset, both as they were before the order; <paramref
/// name="GrossAfter"/> and <paramref name="NetAfter"/> are what the account came to with it.
/// </summary>
/// <param name="LimitsVersion">How many times the account's limits had been changed while it ran.</param>
/// <param name="Mode">The strictest mode that applied to the order.</param>
/// <param name="Reference">Middle of the newest sound quote, the arrival price; null without one.</param>
/// <param name="Position">What was held of the instrument.</param>
/// <param name="ReservedBuy">What its working buys could still add.</param>
/// <param name="ReservedSell">What its working sells could still take away.</param>
/// <param name="OpenOrders">Its working orders.</param>
/// <param name="Gross">The account's gross exposure.</param>
/// <param name="GrossAfter">The same with the order, where it was approved.</param>
/// <param name="Net">The account's net exposure, the worse of all buys and all sells filled.</param>
/// <param name="NetAfter">The same with the order, where it was approved.</param>
/// <param name="DayPnl">Realised and unrealised profit of the day; null while it is not known.</param>
public sealed record DecisionRecord(
    long LimitsVersion,
    TradingMode Mode,
    Price? Reference,
    Quantity Position,
    Quantity ReservedBuy,
    Quantity ReservedSell,
    int OpenOrders,
    Notional Gross,
    Notional GrossAfter,
    Notional Net,
    Notional NetAfter,
    Notional? DayPnl);
