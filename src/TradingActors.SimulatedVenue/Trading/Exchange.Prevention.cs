namespace TradingActors.SimulatedVenue;

/// <summary>An account's orders meet, and the incoming one does not want to trade with its own.</summary>
internal sealed partial class Exchange
{
    private static bool IsPrevented(VenueOrder maker, VenueOrder taker) =>
        taker.SelfTrade != SelfTradeMode.None && maker.Account == taker.Account;

    /// <summary>Takes off each order what the taker's mode says; what has nothing left ends.</summary>
    private void Prevent(SymbolMarket market, VenueOrder maker, VenueOrder taker, DateTimeOffset now)
    {
        var match = Math.Min(maker.Remaining, taker.Remaining);
        var (makerPart, takerPart) = taker.SelfTrade switch
        {
            SelfTradeMode.ExpireMaker => (maker.Remaining, 0m),
            SelfTradeMode.ExpireTaker => (0m, taker.Remaining),
            SelfTradeMode.ExpireBoth => (maker.Remaining, taker.Remaining),
            SelfTradeMode.Decrement => (match, match),
            _ => throw new InvalidOperationException($"The mode {taker.SelfTrade} prevents nothing."),
        };
        var id = _state.NextPreventedMatchId(market.Listing.Symbol);
        if (makerPart > 0m)
        {
            RecordPrevented(id, maker, maker, taker, match, makerPart, now);
            if (!maker.IsOpen) market.Own(maker.Side).Remove(maker);
            market.OwnSizeChanged(maker.Side, maker.Price);
        }

        if (takerPart > 0m) RecordPrevented(id, taker, maker, taker, match, takerPart, now);
    }

    private void RecordPrevented(
        long matchId,
        VenueOrder order,
        VenueOrder maker,
        VenueOrder taker,
        decimal match,
        decimal part,
        DateTimeOffset now) => Record(
        new OrderPrevented(
            order.Account, order.Symbol, order.OrderId, order.ClientOrderId, matchId, taker.OrderId,
            maker.OrderId, taker.SelfTrade, maker.Price, match, part, now),
        order);
}
