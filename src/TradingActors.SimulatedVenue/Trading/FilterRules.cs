using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The filters of a symbol as one ladder; the first that fails is the answer.</summary>
internal static class FilterRules
{
    /// <summary>
    /// <paramref name="averagePrice"/> is null before the first trade; <paramref name="openOrders"/> are the
    /// account's in the symbol.
    /// </summary>
    public static VenueError? Check(
        ListedSymbol symbol, NewOrder order, decimal? averagePrice, int openOrders)
    {
        var isMarket = order.Type == OrderType.Market;
        if (!isMarket && !PricePasses(symbol, order.Price)) return VenueError.Filter("PRICE_FILTER");
        if (!isMarket && !PercentPasses(symbol, order, averagePrice))
            return VenueError.Filter("PERCENT_PRICE_BY_SIDE");
        if (order.Quantity > 0m && !QuantityPasses(symbol, order.Quantity, symbol.QuantityMax))
            return VenueError.Filter("LOT_SIZE");
        if (isMarket && order.Quantity > 0m && Exceeds(order.Quantity, symbol.MarketQuantityMax))
            return VenueError.Filter("MARKET_LOT_SIZE");
        if (NotionalFails(symbol, order, averagePrice)) return VenueError.Filter("NOTIONAL");
        if (symbol.OpenOrdersMax > 0 && openOrders >= symbol.OpenOrdersMax)
            return VenueError.Filter("MAX_NUM_ORDERS");
        return null;
    }

    private static bool PricePasses(ListedSymbol symbol, decimal price) =>
        price >= symbol.PriceMin
        && !Exceeds(price, symbol.PriceMax)
        && (symbol.Tick == 0m || price % symbol.Tick == 0m);

    private static bool PercentPasses(ListedSymbol symbol, NewOrder order, decimal? averagePrice)
    {
        if (averagePrice is not { } average) return true;
        var isBuy = order.Side == Side.Buy;
        var up = isBuy ? symbol.BidMultiplierUp : symbol.AskMultiplierUp;
        var down = isBuy ? symbol.BidMultiplierDown : symbol.AskMultiplierDown;
        return (up == 0m || order.Price <= average * up) && order.Price >= average * down;
    }

    private static bool QuantityPasses(ListedSymbol symbol, decimal quantity, decimal max) =>
        quantity >= symbol.QuantityMin
        && !Exceeds(quantity, max)
        && (symbol.Lot == 0m || quantity % symbol.Lot == 0m);

    /// <summary>
    /// A market order has no price of its own: its minimum is taken at the average price, its maximum is not
    /// applied.
    /// </summary>
    private static bool NotionalFails(ListedSymbol symbol, NewOrder order, decimal? averagePrice)
    {
        if (order.Type == OrderType.Market)
        {
            var estimate = order.QuoteQuantity > 0m ? order.QuoteQuantity : averagePrice * order.Quantity;
            return estimate < symbol.NotionalMin;
        }

        var notional = order.Price * order.Quantity;
        return notional < symbol.NotionalMin || Exceeds(notional, symbol.NotionalMax);
    }

    private static bool Exceeds(decimal value, decimal max) => max > 0m && value > max;
}
