using TradingActors.Domain;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Strategies;

/// <summary>
/// A trading strategy. Calls come one at a time, never concurrently; time and chance come from the context
/// alone, so that the same inputs give the same orders in a simulation. An exception stops the account's
/// trading.
/// </summary>
public interface IStrategy
{
    /// <summary>Called once, when the account is reconciled and its instruments are known.</summary>
    void OnStart(IStrategyContext context);

    void OnQuote(IStrategyContext context, in Quote quote);

    void OnTrade(IStrategyContext context, in MarketTrade trade);

    /// <summary>One of the strategy's own orders changed, or was refused (then the status is null).</summary>
    void OnOrder(IStrategyContext context, StrategyOrder order);

    /// <summary>
    /// The interval that <see cref="IStrategyContext.TimerInterval"/> asked for has passed.
    /// </summary>
    void OnTimer(IStrategyContext context);
}

/// <summary>
/// One of the strategy's own orders after a change. <paramref name="State"/> is null when the order was
/// refused before it existed, with the reason in <paramref name="Refusal"/>. <paramref name="LastFill"/> is
/// set when a fill caused the change.
/// </summary>
public sealed record StrategyOrder(
    ClientOrderId Id,
    OrderState? State,
    Risk.Refusal? Refusal,
    StrategyFill? LastFill);

/// <summary>One execution of an own order; the fee is an amount of its asset.</summary>
public sealed record StrategyFill(
    TradeId TradeId,
    Side Side,
    Price Price,
    Quantity Quantity,
    decimal Fee,
    Asset FeeAsset);

/// <summary>
/// What a strategy can see and do. Valid for the strategy's whole life, to be used from its calls alone.
/// </summary>
public interface IStrategyContext
{
    AccountId Account { get; }

    StrategyId Strategy { get; }

    /// <summary>The time of the call.</summary>
    Instant Now { get; }

    /// <summary>A generator seeded for this strategy.</summary>
    Random Random { get; }

    /// <summary>How often <see cref="IStrategy.OnTimer"/> is called; zero (the default) for never.</summary>
    TimeSpan TimerInterval { get; set; }

    /// <summary>The instruments that the strategy is configured for.</summary>
    IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>The account's position in the instrument, base asset, signed.</summary>
    Quantity Position(Symbol symbol);

    /// <summary>The strategy's own working orders.</summary>
    IReadOnlyCollection<OrderState> WorkingOrders { get; }

    /// <summary>
    /// Asks for an order; its fate arrives in <see cref="IStrategy.OnOrder"/>. Returns the id made for it.
    /// </summary>
    ClientOrderId Place(
        Symbol symbol,
        Side side,
        OrderType type,
        Quantity quantity,
        Price? limitPrice = null,
        TimeInForce timeInForce = TimeInForce.Gtc,
        bool reduceOnly = false);

    /// <summary>
    /// Asks for an order that waits until the market falls to (a sell) or rises to (a buy) <paramref
    /// name="stopPrice"/>, and then trades at market or, where one is given, at <paramref name="limitPrice"/>
    /// or better. Otherwise like <see cref="Place"/>.
    /// </summary>
    ClientOrderId PlaceStopLoss(
        Symbol symbol,
        Side side,
        Quantity quantity,
        Price stopPrice,
        Price? limitPrice = null,
        bool reduceOnly = false);

    /// <summary>
    /// As <see cref="PlaceStopLoss"/>, waiting for the other direction: a sell for the market to rise to, a
    /// buy for it to fall to <paramref name="stopPrice"/>.
    /// </summary>
    ClientOrderId PlaceTakeProfit(
        Symbol symbol,
        Side side,
        Quantity quantity,
        Price stopPrice,
        Price? limitPrice = null,
        bool reduceOnly = false);

    void Cancel(ClientOrderId id);

    void CancelAll();

    /// <summary>
    /// Replaces a working order; <paramref name="totalQuantity"/> includes what it has filled, and a price
    /// that is left out stays as it is. Returns the new id.
    /// </summary>
    ClientOrderId Replace(
        ClientOrderId original, Quantity totalQuantity, Price? limitPrice = null, Price? stopPrice = null);

    /// <summary>Writes a line to the log under the strategy's name.</summary>
    void Log(string message);
}
