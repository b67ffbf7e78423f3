namespace TradingActors.SimulatedVenue;

/// <summary>Open orders that become smaller and keep their place.</summary>
internal sealed partial class Exchange
{
    /// <summary>Null when the order was amended, otherwise why it stays as it is.</summary>
    public VenueError? Amend(
        VenueAccount account,
        SymbolMarket market,
        VenueOrder order,
        decimal quantity,
        string newClientOrderId,
        DateTimeOffset now)
    {
        if (AmendRefusal(account, market.Listing, order, quantity, newClientOrderId) is { } refusal)
            return refusal;
        Record(
            new OrderAmended(
                account.Name, order.Symbol, order.OrderId, order.ClientOrderId, newClientOrderId,
                order.Quantity, quantity, now),
            order);
        if (!order.IsWaiting) market.OwnSizeChanged(order.Side, order.Price);
        return null;
    }

    /// <summary>
    /// An order can only be made smaller, and something must be left of it: what would leave nothing is a
    /// cancel.
    /// </summary>
    private static VenueError? AmendRefusal(
        VenueAccount account,
        ListedSymbol listing,
        VenueOrder order,
        decimal quantity,
        string newClientOrderId)
    {
        var smaller = new NewOrder(
            newClientOrderId, order.Side, order.Type, order.TimeInForce, order.Price, quantity, 0m)
        {
            StopPrice = order.StopPrice,
        };
        var amended = 0;
        foreach (var amendment in account.Amendments)
            if (amendment.OrderId == order.OrderId) amended++;
        return quantity == order.Quantity ? VenueError.AmendChangesNothing
            : quantity > order.Quantity ? VenueError.AmendIncreases
            : quantity <= order.Executed + order.Prevented ? VenueError.AmendLeavesNothing
            : listing.AmendsMax > 0 && amended >= listing.AmendsMax ? VenueError.TooManyAmends
            : newClientOrderId != order.ClientOrderId
                && account.OpenByClientId.ContainsKey(newClientOrderId) ? VenueError.DuplicateAmend
            : FilterRules.Check(listing, smaller, null, default);
    }
}
