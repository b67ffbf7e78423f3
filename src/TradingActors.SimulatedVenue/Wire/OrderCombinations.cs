using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>Which parameters an order type must have, and which it must not.</summary>
internal static class OrderCombinations
{
    public static VenueError? Check(ApiRequest request, OrderType type, OrderAmounts amounts) =>
        CheckTerms(request, type, amounts) ?? CheckQuantity(type, amounts);

    private static VenueError? CheckTerms(ApiRequest request, OrderType type, OrderAmounts amounts)
    {
        var wantsTimeInForce = type.HasLimitPrice() && type != OrderType.PostOnly;
        if (wantsTimeInForce != request.Has("timeInForce"))
            return wantsTimeInForce
                ? VenueError.Missing("timeInForce")
                : VenueError.NotRequired("timeInForce");
        if (type.HasLimitPrice() != amounts.Price is not null)
            return type.HasLimitPrice() ? VenueError.Missing("price") : VenueError.NotRequired("price");
        if (type.IsConditional() == amounts.StopPrice is not null) return null;
        return type.IsConditional()
            ? VenueError.EitherMissing("stopPrice", "trailingDelta")
            : VenueError.NotRequired("stopPrice");
    }

    private static VenueError? CheckQuantity(OrderType type, OrderAmounts amounts)
    {
        var (quantity, quote) = (amounts.Quantity, amounts.QuoteQuantity);
        if (type != OrderType.Market && quote is not null) return VenueError.NotRequired("quoteOrderQty");
        if (quantity is not null && quote is not null)
            return VenueError.BadCombination("['quantity', 'quoteOrderQty']");
        if (quantity is null && quote is null)
            return type == OrderType.Market
                ? VenueError.EitherMissing("quantity", "quoteOrderQty")
                : VenueError.Missing("quantity");
        return (quantity ?? quote) == 0m ? VenueError.Filter("LOT_SIZE") : null;
    }
}
