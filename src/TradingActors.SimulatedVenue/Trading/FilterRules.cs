using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The filters of a symbol as one ladder; the first that fails is the answer.</summary>
internal static class FilterRules
{
    /// <summary>
    /// <paramref name="averagePrice"/> is null before the first trade, which leaves the filters that need it
    /// out; <paramref name="load"/> is what the account has going in the symbol.
    /// </summary>
    public static VenueError? Check(
        ListedSymbol symbol, NewOrder order, decimal? averagePrice, AccountLoad load) =>
        !PricesPass(symbol, order) ? VenueError.Filter("PRICE_FILTER")
        : !PercentPasses(symbol, order, averagePrice) ? VenueError.Filter("PERCENT_PRICE_BY_SIDE")
        : !LotPasses(symbol, order) ? VenueError.Filter("LOT_SIZE")
        : !MarketLotPasses(symbol, order) ? VenueError.Filter("MARKET_LOT_SIZE")
        : !NotionalPasses(symbol, order, averagePrice) ? VenueError.Filter("NOTIONAL")
        : !PositionPasses(symbol, order, load) ? VenueError.Filter("MAX_POSITION")
        : IsAt(load.OpenOrders, symbol.OpenOrdersMax) ? VenueError.Filter("MAX_NUM_ORDERS")
        : order.Type.IsConditional() && IsAt(load.AlgoOrders, symbol.AlgoOrdersMax)
            ? VenueError.Filter("MAX_NUM_ALGO_ORDERS")
        : null;

    private static bool PricesPass(ListedSymbol symbol, NewOrder order) =>
        (!order.Type.HasLimitPrice() || PricePasses(symbol, order.Price))
        && (!order.Type.IsConditional() || PricePasses(symbol, order.StopPrice));

    private static bool PricePasses(ListedSymbol symbol, decimal price) =>
        price >= symbol.PriceMin
        && !Exceeds(price, symbol.PriceMax)
        && IsOn(price, symbol.Tick);

    private static bool PercentPasses(ListedSymbol symbol, NewOrder order, decimal? averagePrice)
    {
        if (averagePrice is not { } average || !order.Type.HasLimitPrice()) return true;
        var isBuy = order.Side == Side.Buy;
        var up = isBuy ? symbol.BidMultiplierUp : symbol.AskMultiplierUp;
        var down = isBuy ? symbol.BidMultiplierDown : symbol.AskMultiplierDown;
        return (up == 0m || order.Price <= average * up) && order.Price >= average * down;
    }

    /// <summary>An amount of quote asset has no quantity before it has met a book.</summary>
    private static bool LotPasses(ListedSymbol symbol, NewOrder order) =>
        order.Quantity == 0m
        || (order.Quantity >= symbol.QuantityMin
            && !Exceeds(order.Quantity, symbol.QuantityMax)
            && IsOn(order.Quantity, symbol.Lot));

    private static bool MarketLotPasses(ListedSymbol symbol, NewOrder order) =>
        order.Type != OrderType.Market
        || order.Quantity == 0m
        || (order.Quantity >= symbol.MarketQuantityMin
            && !Exceeds(order.Quantity, symbol.MarketQuantityMax)
            && IsOn(order.Quantity, symbol.MarketLot));

    /// <summary>
    /// An order without a price of its own is reckoned at the average price, as far as the bounds apply to
    /// market orders at all.
    /// </summary>
    private static bool NotionalPasses(ListedSymbol symbol, NewOrder order, decimal? averagePrice)
    {
        if (order.Type.HasLimitPrice())
        {
            var notional = order.Price * order.Quantity;
            return notional >= symbol.NotionalMin && !Exceeds(notional, symbol.NotionalMax);
        }

        var estimate = order.QuoteQuantity > 0m ? order.QuoteQuantity : averagePrice * order.Quantity;
        return estimate is not { } value
            || ((!symbol.NotionalMinAppliesToMarket || value >= symbol.NotionalMin)
                && (!symbol.NotionalMaxAppliesToMarket || !Exceeds(value, symbol.NotionalMax)));
    }

    private static bool PositionPasses(ListedSymbol symbol, NewOrder order, AccountLoad load) =>
        order.Side == Side.Sell || !Exceeds(load.Position + order.Quantity, symbol.PositionMax);

    private static bool IsOn(decimal value, decimal step) => step == 0m || value % step == 0m;

    private static bool IsAt(int count, int max) => max > 0 && count >= max;

    private static bool Exceeds(decimal value, decimal max) => max > 0m && value > max;
}
