using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>Why a well-formed order is not taken, as one ladder.</summary>
internal sealed partial class Exchange
{
    /// <summary>The filters alone, which a cancel-and-replace meets before it cancels.</summary>
    public static VenueError? CheckFilters(
        VenueAccount account,
        SymbolMarket market,
        NewOrder order,
        DateTimeOffset now,
        VenueOrder? closing = null)
    {
        var load = account.LoadOf(market.Listing);
        if (closing is not null)
            load = new AccountLoad(
                load.OpenOrders - 1,
                load.AlgoOrders - (closing.Type.IsConditional() ? 1 : 0),
                load.Position - (closing.Side == Side.Buy ? closing.Remaining : 0m));
        return FilterRules.Check(market.Listing, order, market.Prices.At(now), load);
    }

    private VenueError? Refusal(
        VenueAccount account, SymbolMarket market, NewOrder order, DateTimeOffset now) =>
        _ledger.Count >= _settings.LedgerEntriesMax ? VenueError.ServerBusy
        : order.Quantity == 0m ? VenueError.NoLiquidityForQuoteQuantity
        : CheckFilters(account, market, order, now) is { } filter ? filter
        : account.OpenByClientId.ContainsKey(order.ClientOrderId) ? VenueError.DuplicateOrder
        : market.Status != TradingStatus.Trading ? VenueError.MarketClosed
        : WouldTrigger(market, order) ? VenueError.WouldTrigger
        : WouldTake(market, order) ? VenueError.WouldTake
        : !IsFunded(account, market, order) ? VenueError.InsufficientBalance
        : null;

    /// <summary>Before the first trade there is no price that a stop could be on the wrong side of.</summary>
    private static bool WouldTrigger(SymbolMarket market, NewOrder order) =>
        order.Type.IsConditional()
        && market.Prices.Last is { } last
        && StopOrders.IsTriggered(order.Side, order.Type, order.StopPrice, last);

    private static bool WouldTake(SymbolMarket market, NewOrder order) =>
        order.Type == OrderType.PostOnly
        && market.TryBest(order.Side.Opposite(), out var best)
        && (order.Side == Side.Buy ? best <= order.Price : best >= order.Price);

    private static bool IsFunded(VenueAccount account, SymbolMarket market, NewOrder order)
    {
        var listing = market.Listing;
        if (order.Side == Side.Sell) return account.Free(listing.Base) >= order.Quantity;
        var cost = order.Type switch
        {
            OrderType.Market =>
                Walk(market, Side.Sell, order.Quantity, null, account.Name, order.SelfTrade).Cost,
            OrderType.StopLoss or OrderType.TakeProfit => order.StopPrice * order.Quantity,
            _ => order.Price * order.Quantity,
        };
        return account.Free(listing.Quote) >= cost;
    }
}
