namespace TradingActors.Domain;

public enum Side
{
    Buy,
    Sell,
}

public enum OrderType
{
    /// <summary>Rests at its price or better.</summary>
    Limit,

    /// <summary>Takes what the book shows, at any price within the collar.</summary>
    Market,

    /// <summary>A limit order that the venue refuses when it would take.</summary>
    PostOnly,

    /// <summary>
    /// Becomes a market order once the market trades at its stop price or worse for the position: a
    /// sell at or below, a buy at or above.
    /// </summary>
    StopLoss,

    /// <summary>As <see cref="StopLoss"/>, becoming a limit order.</summary>
    StopLossLimit,

    /// <summary>
    /// Becomes a market order once the market trades at its stop price or better: a sell at or above, a
    /// buy at or below.
    /// </summary>
    TakeProfit,

    /// <summary>As <see cref="TakeProfit"/>, becoming a limit order.</summary>
    TakeProfitLimit,
}

public enum TimeInForce
{
    /// <summary>Good till cancelled.</summary>
    Gtc,

    /// <summary>Fills what it can at once, the rest expires.</summary>
    Ioc,

    /// <summary>Fills whole at once or expires.</summary>
    Fok,
}

/// <summary>
/// What the venue does when an order would trade with another of the same account.
/// </summary>
public enum SelfTradePrevention
{
    /// <summary>The instrument's own default, unsaid in the request.</summary>
    VenueDefault,

    /// <summary>The two trade.</summary>
    None,

    /// <summary>What is left of the incoming order expires.</summary>
    ExpireTaker,

    /// <summary>The resting order expires.</summary>
    ExpireMaker,

    /// <summary>Both expire.</summary>
    ExpireBoth,
}

/// <summary>What an order type implies.</summary>
public static class OrderTypeExtensions
{
    /// <summary>True where the order names its worst price.</summary>
    public static bool HasLimitPrice(this OrderType type) =>
        type is not (OrderType.Market or OrderType.StopLoss or OrderType.TakeProfit);

    /// <summary>True where the order waits for a stop price before it can trade.</summary>
    public static bool IsConditional(this OrderType type) => type >= OrderType.StopLoss;
}

/// <summary>Signs and opposites of a side.</summary>
public static class SideExtensions
{
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>+1 for a buy, −1 for a sell.</summary>
    public static int Sign(this Side side) => side == Side.Buy ? 1 : -1;
}
