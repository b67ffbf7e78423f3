using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>An order takes: who trades with whom, at which price and how much.</summary>
internal sealed partial class Exchange
{
    private const int FeeDecimals = 8;

    private void Take(SymbolMarket market, VenueOrder taker, DateTimeOffset now)
    {
        var side = taker.Side.Opposite();
        while (taker.IsOpen && market.TryBest(side, out var price) && Reaches(taker, price))
            TakeLevel(market, side, price, taker.Remaining, taker, now);
    }

    private static bool Reaches(VenueOrder taker, decimal price) =>
        !taker.Type.HasLimitPrice()
        || (taker.Side == Side.Buy ? price <= taker.Price : price >= taker.Price);

    /// <summary>
    /// Takes up to <paramref name="wanted"/> at the best price: outside size and own orders in the order in
    /// which they joined the level. Returns what was taken; an order of the taker's own account may leave or
    /// end the taker instead.
    /// </summary>
    private decimal TakeLevel(
        SymbolMarket market, Side side, decimal price, decimal wanted, VenueOrder? taker, DateTimeOffset now)
    {
        var own = market.Own(side);
        var left = wanted;
        var hasMoved = false;
        while (left > 0m)
        {
            var index = own.FirstAtOrBehind(price);
            var maker = index < own.Count && own[index].Price == price ? own[index] : null;
            var outside = market.TryBestOutside(side, out var level) && level.Price.Value == price
                ? level.Size.Value
                : 0m;
            var ahead = Math.Min(left, maker is null ? outside : Math.Min(maker.QueueAhead, outside));
            if (ahead > 0m)
            {
                SettleOutside(market, side, price, ahead, taker, now);
                left -= ahead;
            }
            else if (maker is null)
            {
                break;
            }
            else if (taker is not null && IsPrevented(maker, taker))
            {
                Prevent(market, maker, taker, now);
                left = taker.IsOpen ? Math.Min(left, taker.Remaining) : 0m;
            }
            else
            {
                var quantity = Math.Min(maker.Remaining, left);
                FillPair(market, maker, taker, quantity, now);
                left -= quantity;
            }

            hasMoved = true;
        }

        if (!hasMoved)
            throw new InvalidOperationException($"Nothing could be taken at the best price {price}.");
        return wanted - left;
    }

    private void SettleOutside(
        SymbolMarket market,
        Side side,
        decimal price,
        decimal quantity,
        VenueOrder? taker,
        DateTimeOffset now)
    {
        var own = market.Own(side);
        for (var i = own.FirstAtOrBehind(price); i < own.Count && own[i].Price == price; i++)
            own[i].QueueAhead = Math.Max(0m, own[i].QueueAhead - quantity);
        market.TakeOutside(side, price, quantity);
        var tradeId = market.NextTradeId();
        if (taker is not null) Fill(market, taker, price, quantity, tradeId, isMaker: false, now);
        market.Print(tradeId, price, quantity, side.Opposite(), now);
    }

    private void FillPair(
        SymbolMarket market, VenueOrder maker, VenueOrder? taker, decimal quantity, DateTimeOffset now)
    {
        var tradeId = market.NextTradeId();
        FillMaker(market, maker, quantity, tradeId, now);
        if (taker is not null) Fill(market, taker, maker.Price, quantity, tradeId, isMaker: false, now);
        market.Print(tradeId, maker.Price, quantity, maker.Side.Opposite(), now);
    }

    private void FillMaker(
        SymbolMarket market, VenueOrder maker, decimal quantity, long tradeId, DateTimeOffset now)
    {
        Fill(market, maker, maker.Price, quantity, tradeId, isMaker: true, now);
        if (!maker.IsOpen) market.Own(maker.Side).Remove(maker);
        market.OwnSizeChanged(maker.Side, maker.Price);
    }

    private void Fill(
        SymbolMarket market,
        VenueOrder order,
        decimal price,
        decimal quantity,
        long tradeId,
        bool isMaker,
        DateTimeOffset now)
    {
        var listing = market.Listing;
        var received = order.Side == Side.Buy ? quantity : quantity * price;
        var rate = isMaker ? _settings.MakerFeeRate : _settings.TakerFeeRate;
        var fee = Math.Round(received * rate, FeeDecimals, MidpointRounding.ToZero);
        Record(
            new OrderFilled(
                order.Account, order.Symbol, listing.Base, listing.Quote, order.OrderId, order.ClientOrderId,
                tradeId, order.Side, price, quantity, fee,
                order.Side == Side.Buy ? listing.Base : listing.Quote, isMaker, now),
            order);
    }
}
