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
    private const int StrategyTypeMin = 1_000_000;

    public static VenueError? Read(
        ApiRequest request, ListedSymbol listing, string generatedId, out NewOrder order)
    {
        order = null!;
        if (ReadSide(request, out var side) is { } badSide) return badSide;
        if (ReadType(request, listing, out var type) is { } badType) return badType;
        if (ReadTimeInForce(request, out var timeInForce) is { } badTimeInForce) return badTimeInForce;
        if (ReadAmounts(request, out var amounts) is { } badAmount) return badAmount;
        if (ReadClientOrderId(request, "newClientOrderId", out var clientOrderId) is { } badId) return badId;
        if (ReadSelfTrade(request, listing, out var selfTrade) is { } badSelfTrade) return badSelfTrade;
        if (ReadStrategy(request, out var strategyId, out var strategyType) is { } badStrategy)
            return badStrategy;
        if (RefuseUnsupported(request, amounts) is { } unsupported) return unsupported;
        if (OrderCombinations.Check(request, type, amounts) is { } badCombination) return badCombination;
        order = new NewOrder(
            clientOrderId ?? generatedId, side, type, timeInForce ?? TimeInForce.Gtc,
            amounts.Price ?? 0m, amounts.Quantity ?? 0m, amounts.QuoteQuantity ?? 0m)
        {
            StopPrice = amounts.StopPrice ?? 0m,
            SelfTrade = selfTrade,
            StrategyId = strategyId,
            StrategyType = strategyType,
        };
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

    private static VenueError? ReadType(ApiRequest request, ListedSymbol listing, out OrderType type)
    {
        type = default;
        if (request["type"] is not { } text) return VenueError.Missing("type");
        foreach (var known in WireNames.OrderTypes)
        {
            if (known.Name() != text) continue;
            type = known;
            return listing.Types.Contains(type) ? null : VenueError.TypeNotSupported(type);
        }

        return VenueError.InvalidOrderType;
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

    public static VenueError? ReadAmount(ApiRequest request, string name, out decimal? amount)
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

    private static VenueError? ReadAmounts(ApiRequest request, out OrderAmounts amounts)
    {
        amounts = default;
        if (ReadAmount(request, "price", out var price) is { } badPrice) return badPrice;
        if (ReadAmount(request, "quantity", out var quantity) is { } badQuantity) return badQuantity;
        if (ReadAmount(request, "quoteOrderQty", out var quoteQuantity) is { } badQuote) return badQuote;
        if (ReadAmount(request, "stopPrice", out var stopPrice) is { } badStop) return badStop;
        if (ReadAmount(request, "icebergQty", out var iceberg) is { } badIceberg) return badIceberg;
        amounts = new OrderAmounts(price, quantity, quoteQuantity, stopPrice, iceberg);
        return null;
    }

    private static VenueError? ReadSelfTrade(
        ApiRequest request, ListedSymbol listing, out SelfTradeMode mode)
    {
        mode = listing.SelfTradeDefault;
        if (request["selfTradePreventionMode"] is not { } text) return null;
        foreach (var known in Enum.GetValues<SelfTradeMode>())
        {
            if (known.Name() != text) continue;
            mode = known;
            return listing.SelfTradeModes.Contains(mode) ? null : VenueError.SelfTradeModeNotAllowed;
        }

        return text == "TRANSFER"
            ? VenueError.SelfTradeModeNotAllowed
            : VenueError.InvalidParameter("selfTradePreventionMode");
    }

    private static VenueError? ReadStrategy(ApiRequest request, out long? id, out int? type)
    {
        id = null;
        type = null;
        if (request["strategyId"] is { } idText)
        {
            if (!long.TryParse(idText, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return VenueError.IllegalCharacters("strategyId", OrderIdRange);
            id = value;
        }

        if (request["strategyType"] is not { } typeText) return null;
        if (!int.TryParse(typeText, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return VenueError.IllegalCharacters("strategyType", OrderIdRange);
        type = number;
        return number < StrategyTypeMin ? VenueError.StrategyTypeTooSmall : null;
    }

    /// <summary>What no symbol of this venue offers, as its <c>exchangeInfo</c> says.</summary>
    private static VenueError? RefuseUnsupported(ApiRequest request, OrderAmounts amounts) =>
        amounts.Iceberg > 0m ? VenueError.NotSupported("Iceberg orders are")
        : request.Has("trailingDelta") ? VenueError.NotSupported("Trailing stop orders are")
        : request.Has("pegPriceType") ? VenueError.NotSupported("Pegged orders are")
        : null;

    [GeneratedRegex(@"\A[0-9]{1,20}(\.[0-9]{1,20})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalPattern();

    [GeneratedRegex(@"\A[0-9]{1,20}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OrderIdPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9\-_]{1,36}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ClientOrderIdPattern();
}
