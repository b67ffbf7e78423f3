using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>Stop and take-profit orders: what sets them off, and what becomes of them then.</summary>
internal sealed partial class Exchange
{
    private readonly Queue<(VenueOrder Order, decimal Price)> _triggered = new();

    /// <summary>
    /// The market's tape moved. What that sets off waits until the match that printed it is over.
    /// </summary>
    public void Traded(SymbolMarket market, decimal price) => market.Stops.Take(price, _triggered);

    /// <summary>
    /// Lets orders that were set off trade, oldest first; their own trades may set off further ones, each of
    /// them once.
    /// </summary>
    private void RunTriggers(DateTimeOffset now)
    {
        while (_triggered.TryDequeue(out var next))
        {
            var (order, price) = next;
            if (!order.IsWaiting) continue;
            Record(
                new OrderTriggered(
                    order.Account, order.Symbol, order.OrderId, order.ClientOrderId, price, now),
                order);
            var market = MarketOf(order);
            if (order.Type.HasLimitPrice() || CanPay(market, order)) Work(market, order, now);
            else Expire(order, "REJECTED", now);
        }
    }

    /// <summary>
    /// What a stop's buy cost was reckoned at its stop price; the book may ask for more than the account has.
    /// </summary>
    private bool CanPay(SymbolMarket market, VenueOrder order)
    {
        var account = _state.Accounts[order.Account];
        return order.Side == Side.Sell
            || account.Free(market.Listing.Quote)
                >= Walk(market, Side.Sell, order.Remaining, null, order.Account, order.SelfTrade).Cost;
    }
}
