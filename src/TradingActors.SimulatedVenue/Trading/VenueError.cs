using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// A refusal as the venue words it; <paramref name="Status"/> is the HTTP-like status of the answer.
/// </summary>
public sealed record VenueError(int Code, string Message, int Status = 400)
{
    /// <summary>The verbs that an address takes, when it was asked with another.</summary>
    public string? Allow { get; init; }

    public const int TooManyOrdersCode = -1015;
    public const int FilterFailureCode = -1013;

    public static readonly VenueError ServerBusy = new(
        -1008,
        "Server is currently overloaded with other requests. Please try again in a few minutes.",
        503);

    public static readonly VenueError StatusUnknown = new(
        -1007,
        "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
        504);

    public static readonly VenueError UnsupportedOperation = new(-1020, "This operation is not supported.");
    public static readonly VenueError TimestampOutside =
        new(-1021, "Timestamp for this request is outside of the recvWindow.");

    public static readonly VenueError TimestampAhead =
        new(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");

    public static readonly VenueError BadSignature = new(-1022, "Signature for this request is not valid.");
    public static readonly VenueError InvalidJson = new(-1135, "Invalid JSON Request");
    public static readonly VenueError InvalidTimeInForce = new(-1115, "Invalid timeInForce.");
    public static readonly VenueError InvalidOrderType = new(-1116, "Invalid orderType.");
    public static readonly VenueError InvalidSide = new(-1117, "Invalid side.");
    public static readonly VenueError InvalidInterval = new(-1120, "Invalid interval.");
    public static readonly VenueError InvalidSymbol = new(-1121, "Invalid symbol.");
    public static readonly VenueError InvalidSymbolStatus = new(-1122, "Invalid symbolStatus.");
    public static readonly VenueError InvalidCancelRestrictions = new(-1145, "Invalid cancelRestrictions");
    public static readonly VenueError DuplicateParameter =
        new(-1101, "Duplicate values for a parameter detected.");

    public static readonly VenueError InsufficientBalance =
        new(-2010, "Account has insufficient balance for requested action.");

    public static readonly VenueError DuplicateOrder = new(-2010, "Duplicate order sent.");
    public static readonly VenueError WouldTake = new(-2010, "Order would immediately match and take.");
    public static readonly VenueError WouldTrigger = new(-2010, "Stop price would trigger immediately.");
    public static readonly VenueError MarketClosed = new(-2010, "Market is closed.");
    public static readonly VenueError NoLiquidityForQuoteQuantity =
        new(-2010, "Order book liquidity is less than symbol minimum quantity.");

    public static readonly VenueError UnknownOrderSent = new(-2011, "Unknown order sent.");
    public static readonly VenueError CancelIdsMissing =
        new(-2011, "Cancel order is invalid. Check origClOrdId and orderId.");

    public static readonly VenueError CancelRestricted =
        new(-2011, "Order was not canceled due to cancel restrictions.");

    public static readonly VenueError NoSuchOrder = new(-2013, "Order does not exist.");
    public static readonly VenueError BadApiKeyFormat = new(-2014, "API-key format invalid.", 401);
    public static readonly VenueError UnknownApiKey =
        new(-2015, "Invalid API-key, IP, or permissions for action.", 401);

    public static readonly VenueError SubscriptionActive =
        new(-2035, "User Data Stream subscription already active.");

    public static readonly VenueError SubscriptionInactive =
        new(-2036, "User Data Stream subscription not active.");

    public static readonly VenueError UnknownOrderToAmend = new(-2038, "Unknown order sent.");
    public static readonly VenueError DuplicateAmend = new(-2038, "Duplicate order sent.");
    public static readonly VenueError AmendIncreases =
        new(-2038, "Order amend (quantity increase) is not supported.");

    public static readonly VenueError AmendChangesNothing =
        new(-2038, "The requested action would change no state; rejecting.");

    public static readonly VenueError AmendLeavesNothing =
        new(-2038, "Order amend would leave no quantity to trade.");

    public static readonly VenueError TooManyAmends = new(-2038, "Filter failure: MAX_NUM_ORDER_AMENDS");

    public static readonly VenueError ClientOrderIdMismatch =
        new(-2039, "Client order ID is not correct for this order ID.");

    public static readonly VenueError TooManySubscriptions = new(
        -1191, "Too many subscriptions. Connection may create up to '1000' subscriptions at a time.");

    public static readonly VenueError SelfTradeModeNotAllowed =
        new(-1013, "This symbol does not allow the specified self-trade prevention mode.");

    public static readonly VenueError StrategyTypeTooSmall =
        new(-1134, "`strategyType` was less than 1000000.");

    public static readonly VenueError NoSubscriptionIdLeft =
        new(-2042, "Maximum subscription ID reached for this connection.");

    public static readonly VenueError HmacCannotLogOn = new(-4056, "HMAC_SHA256 API key is not supported.");

    /// <summary>Listen keys are gone from the spot API; the WebSocket API subscribes instead.</summary>
    public static readonly VenueError StreamGone = new(
        -1000, "This endpoint is gone. Subscribe to user data over the WebSocket API.", 410);

    public static VenueError NoSuchAddress(string path) =>
        new(-1020, $"There is no {path}.", 404);

    public static VenueError WrongVerb(string verb, string allowed) =>
        new(-1020, $"{verb} is not supported here.", 405) { Allow = allowed };

    public static VenueError Missing(string parameter) =>
        new(-1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static VenueError EitherMissing(string first, string second) =>
        new(-1102, $"Param '{first}' or '{second}' must be sent, but both were empty/null!");

    public static VenueError IllegalCharacters(string parameter, string range) =>
        new(-1100, $"Illegal characters found in parameter '{parameter}'; legal range is '{range}'.");

    public static VenueError Empty(string parameter) => new(-1105, $"Parameter '{parameter}' was empty.");

    public static VenueError NotRequired(string parameter) =>
        new(-1106, $"Parameter '{parameter}' sent when not required.");

    public static VenueError TooPrecise(string parameter) =>
        new(-1111, $"Parameter '{parameter}' has too much precision.");

    public static VenueError BadCombination(string fields) =>
        new(-1128, $"Combination of optional parameters invalid. Conflicting fields: {fields}.");

    public static VenueError InvalidParameter(string parameter) =>
        new(-1130, $"Data sent for parameter '{parameter}' is not valid.");

    /// <summary>Something that a symbol does not offer: <c>Iceberg orders are</c>.</summary>
    public static VenueError NotSupported(string whatIs) =>
        new(-1013, whatIs + " not supported for this symbol.");

    public static VenueError TypeNotSupported(OrderType type) => NotSupported(type switch
    {
        OrderType.Limit => "Limit orders are",
        OrderType.PostOnly => "Limit maker orders are",
        OrderType.Market => "Market orders are",
        OrderType.StopLoss => "Stop loss orders are",
        OrderType.StopLossLimit => "Stop loss limit orders are",
        OrderType.TakeProfit => "Take profit orders are",
        _ => "Take profit limit orders are",
    });

    public static VenueError Filter(string name) => new(FilterFailureCode, $"Filter failure: {name}");

    public static VenueError TooManyOrders(int limit, string interval) =>
        new(TooManyOrdersCode, $"Too many new orders; current limit is {limit} orders per {interval}.", 429);
}
