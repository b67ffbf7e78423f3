using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The venue's spelling of enumerations.</summary>
internal static class WireNames
{
    /// <summary>In the order in which the venue lists them.</summary>
    public static readonly OrderType[] OrderTypes =
    [
        OrderType.Limit, OrderType.PostOnly, OrderType.Market, OrderType.StopLoss, OrderType.StopLossLimit,
        OrderType.TakeProfit, OrderType.TakeProfitLimit,
    ];

    public static string Name(this Side side) => side == Side.Buy ? "BUY" : "SELL";

    public static string Name(this OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT",
        OrderType.Market => "MARKET",
        OrderType.PostOnly => "LIMIT_MAKER",
        OrderType.StopLoss => "STOP_LOSS",
        OrderType.StopLossLimit => "STOP_LOSS_LIMIT",
        OrderType.TakeProfit => "TAKE_PROFIT",
        OrderType.TakeProfitLimit => "TAKE_PROFIT_LIMIT",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static string Name(this TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "GTC",
        TimeInForce.Ioc => "IOC",
        TimeInForce.Fok => "FOK",
        _ => throw new ArgumentOutOfRangeException(nameof(timeInForce), timeInForce, null),
    };

    public static string Name(this SelfTradeMode mode) => mode switch
    {
        SelfTradeMode.None => "NONE",
        SelfTradeMode.ExpireMaker => "EXPIRE_MAKER",
        SelfTradeMode.ExpireTaker => "EXPIRE_TAKER",
        SelfTradeMode.ExpireBoth => "EXPIRE_BOTH",
        SelfTradeMode.Decrement => "DECREMENT",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };

    public static string Name(this TradingStatus status) => status switch
    {
        TradingStatus.Trading => "TRADING",
        TradingStatus.Halt => "HALT",
        TradingStatus.Break => "BREAK",
        TradingStatus.CancelOnly => "CANCEL_ONLY",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status as the venue tells it, self-trade prevention being an end of its own.</summary>
    public static string StatusName(this VenueOrder order) =>
        order.IsExpiredInMatch ? "EXPIRED_IN_MATCH" : order.Status.Name();

    public static string Name(this VenueOrderStatus status) => status switch
    {
        VenueOrderStatus.New => "NEW",
        VenueOrderStatus.PartiallyFilled => "PARTIALLY_FILLED",
        VenueOrderStatus.Filled => "FILLED",
        VenueOrderStatus.Canceled => "CANCELED",
        VenueOrderStatus.Rejected => "REJECTED",
        VenueOrderStatus.Expired => "EXPIRED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
