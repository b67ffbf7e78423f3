using System.Globalization;
using System.Text.RegularExpressions;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>Reads a new order's parameters; the first that is missing or malformed is the answer.</summary>
internal static partial class OrderParameters
{
    public const string DecimalRange = @"^([0-9]{1,20})(\.[0-9]{1,20})?$";
    public const string OrderIdRange = "^[0-9]{1,20}$";
    public const string ClientOrderIdRange = "^[a-zA-Z0-9-_]{1,36}$";

    private const int DecimalsMax = 8;

    private static readonly Dictionary<string, string> UnsupportedTypes = new(StringComparer.Ordinal)
    {
        ["STOP_LOSS"] = "Stop loss orders are not supported for this symbol.",
        ["STOP_LOSS_LIMIT"] = "Stop loss limit orders are not supported for this symbol.",
        ["TAKE_PROFIT"] = "Take profit orders are not supported for this symbol.",
        ["TAKE_PROFIT_LIMIT"] = "Take profit limit orders are not supported for this symbol.",
    };

    public static VenueError? Read(ApiRequest request, string generatedId, out NewOrder order)
    {
        order = null!;
        if (ReadSide(request, out var side) is { } badSide) return badSide;
        if (ReadType(request, out var type) is { } badType) return badType;
        if (ReadTimeInForce(request, out var timeInForce) is { } badTimeInForce) return badTimeInForce;
        if (ReadAmount(request, "price", out var price) is { } badPrice) return badPrice;
        if (ReadAmount(request, "quantity", out var quantity) is { } badQuantity) return badQuantity;
        if (ReadAmount(request, "quoteOrderQty", out var quoteQuantity) is { } badQuote) return badQuote;
        if (ReadClientOrderId(request, "newClientOrderId", out var clientOrderId) is { } badId) return badId;
        if (CheckCombination(request, type, price, quantity, quoteQuantity) is { } badCombination)
            return badCombination;
        order = new NewOrder(
            clientOrderId ?? generatedId, side, type, timeInForce ?? TimeInForce.Gtc,
            price ?? 0m, quantity ?? 0m, quoteQuantity ?? 0m);
        return null;
    }

    public static VenueError? ReadOrderId(ApiRequest request, string name, out long? orderId)
    {
        orderId = null;
        if (request[name] is not { } text) return null;
        if (!OrderIdPattern().IsMatch(text)) return VenueError.IllegalCharacters(name, OrderIdRange);
        // An id of twenty digits is well-formed and belongs to no order.
        orderId = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : long.MaxValue;
        return null;
    }

    public static VenueError? ReadClientOrderId(ApiRequest request, string name, out string? clientOrderId)
    {
        clientOrderId = request[name];
        return clientOrderId is null || ClientOrderIdPattern().IsMatch(clientOrderId)
            ? null
            : VenueError.IllegalCharacters(name, ClientOrderIdRange);
    }

    private static VenueError? ReadSide(ApiRequest request, out Side side)
    {
        side = request["side"] == "SELL" ? Side.Sell : Side.Buy;
        return request["side"] switch
        {
            null => VenueError.Missing("side"),
            "BUY" or "SELL" => null,
            _ => VenueError.InvalidSide,
        };
    }

    private static VenueError? ReadType(ApiRequest request, out OrderType type)
    {
        var text = request["type"];
        type = text switch
        {
            "MARKET" => OrderType.Market,
            "LIMIT_MAKER" => OrderType.PostOnly,
            _ => OrderType.Limit,
        };
        return text switch
        {
            null => VenueError.Missing("type"),
            "LIMIT" or "MARKET" or "LIMIT_MAKER" => null,
            _ when UnsupportedTypes.TryGetValue(text, out var message) => new VenueError(-2010, message),
            _ => VenueError.InvalidOrderType,
        };
    }

    private static VenueError? ReadTimeInForce(ApiRequest request, out TimeInForce? timeInForce)
    {
        var text = request["timeInForce"];
        timeInForce = text switch
        {
            "GTC" => TimeInForce.Gtc,
            "IOC" => TimeInForce.Ioc,
            "FOK" => TimeInForce.Fok,
            _ => null,
        };
        return text is not null && timeInForce is null ? VenueError.InvalidTimeInForce : null;
    }

    private static VenueError? ReadAmount(ApiRequest request, string name, out decimal? amount)
    {
        amount = null;
        if (request[name] is not { } text) return null;
        if (!DecimalPattern().IsMatch(text)) return VenueError.IllegalCharacters(name, DecimalRange);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && text.AsSpan(point + 1).TrimEnd('0').Length > DecimalsMax)
            return VenueError.TooPrecise(name);
        amount = decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return null;
    }

    private static VenueError? CheckCombination(
        ApiRequest request, OrderType type, decimal? price, decimal? quantity, decimal? quoteQuantity)
    {
        if (type == OrderType.Market)
        {
            if (price is not null) return VenueError.NotRequired("price");
            if (request.Has("timeInForce")) return VenueError.NotRequired("timeInForce");
            if (quantity is null && quoteQuantity is null)
                return VenueError.EitherMissing("quantity", "quoteOrderQty");
            if (quantity is not null && quoteQuantity is not null)
                return VenueError.BadCombination("['quantity', 'quoteOrderQty']");
            return (quantity ?? quoteQuantity) == 0m ? VenueError.Filter("LOT_SIZE") : null;
        }

        if (type == OrderType.Limit && !request.Has("timeInForce")) return VenueError.Missing("timeInForce");
        if (type == OrderType.PostOnly && request.Has("timeInForce"))
            return VenueError.NotRequired("timeInForce");
        if (quantity is null) return VenueError.Missing("quantity");
        if (price is null) return VenueError.Missing("price");
        if (quoteQuantity is not null) return VenueError.NotRequired("quoteOrderQty");
        return quantity == 0m ? VenueError.Filter("LOT_SIZE") : null;
    }

    [GeneratedRegex(@"\A[0-9]{1,20}(\.[0-9]{1,20})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalPattern();

    [GeneratedRegex(@"\A[0-9]{1,20}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OrderIdPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9\-_]{1,36}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClientOrderIdPattern();
}
