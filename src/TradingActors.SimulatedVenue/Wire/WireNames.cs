using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The venue's spelling of enumerations.</summary>
internal static class WireNames
{
    public static string Name(this Side side) => side == Side.Buy ? "BUY" : "SELL";

    public static string Name(this OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT",
        OrderType.Market => "MARKET",
        OrderType.PostOnly => "LIMIT_MAKER",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static string Name(this TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "GTC",
        TimeInForce.Ioc => "IOC",
        TimeInForce.Fok => "FOK",
        _ => throw new ArgumentOutOfRangeException(nameof(timeInForce), timeInForce, null),
    };

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
