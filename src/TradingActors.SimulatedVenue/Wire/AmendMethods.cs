namespace TradingActors.SimulatedVenue;

/// <summary>Making an open order smaller without its losing its place.</summary>
internal static class AmendMethods
{
    public static VenueError? KeepPriority(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        var request = call.Request;
        if (OrderParameters.ReadOrderId(request, "orderId", out var orderId) is { } badOrderId)
            return badOrderId;
        var badOriginal = OrderParameters.ReadClientOrderId(request, "origClientOrderId", out var original);
        if (badOriginal is not null) return badOriginal;
        if (OrderParameters.ReadClientOrderId(request, "newClientOrderId", out var newId) is { } badNewId)
            return badNewId;
        if (OrderParameters.ReadAmount(request, "newQty", out var quantity) is { } badQuantity)
            return badQuantity;
        if (orderId is null && original is null)
            return VenueError.EitherMissing("orderId", "origClientOrderId");
        if (quantity is not { } newQuantity) return VenueError.Missing("newQty");

        var exchange = call.Venue.Exchange;
        var order = exchange.FindOpen(call.Account, market.Listing.Symbol, orderId, original);
        if (order is null) return VenueError.UnknownOrderToAmend;
        newId ??= call.Venue.GenerateClientOrderId();
        if (exchange.Amend(call.Account, market, order, newQuantity, newId, call.Now.Wall) is { } refused)
            return refused;
        OrderJson.WriteAmended(call.Json, order, call.Account.Amendments[^1]);
        return null;
    }
}
