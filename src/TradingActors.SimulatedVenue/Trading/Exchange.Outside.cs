using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Everybody else takes: the generated market's orders, a recording's tape, an administrator.
/// </summary>
internal sealed partial class Exchange
{
    /// <summary>
    /// Everybody else's market order: takes from outside levels and from the accounts' orders in price and
    /// time. Returns what it took.
    /// </summary>
    public decimal TakeByOutsider(SymbolMarket market, Side aggressor, decimal quantity, DateTimeOffset now)
    {
        var side = aggressor.Opposite();
        var left = quantity;
        while (left > 0m && market.TryBest(side, out var price))
            left -= TakeLevel(market, side, price, left, null, now);
        RunTriggers(now);
        return quantity - left;
    }

    /// <summary>
    /// A trade of a recorded market. The accounts' orders at better prices than the trade's fill first (the
    /// market traded through them), then those at its price once it has consumed the displayed queue ahead of
    /// them. What fills is never more than what traded.
    /// </summary>
    public void FillFromTape(
        SymbolMarket market, Side aggressor, decimal price, decimal quantity, DateTimeOffset now)
    {
        if (market.Status == TradingStatus.Trading && (market.Bids.Count > 0 || market.Asks.Count > 0))
        {
            var left = quantity;
            FillThrough(market, Side.Buy, price, ref left, now);
            FillThrough(market, Side.Sell, price, ref left, now);
            if (left > 0m) FillQueue(market, aggressor.Opposite(), price, left, now);
        }

        RunTriggers(now);
    }

    /// <summary>
    /// Fills a resting order at its own price on an administrator's word, as if somebody had traded with it.
    /// </summary>
    public bool FillByAdministrator(
        SymbolMarket market, VenueOrder order, decimal quantity, DateTimeOffset now)
    {
        if (!order.IsOpen || order.IsWaiting || quantity <= 0m || quantity > order.Remaining) return false;
        FillMaker(market, order, quantity, market.NextTradeId(), now);
        return true;
    }

    private void FillThrough(
        SymbolMarket market, Side side, decimal price, ref decimal left, DateTimeOffset now)
    {
        var own = market.Own(side);
        while (left > 0m && own.BestPrice is { } best && own.IsBetter(best, price))
        {
            var maker = own[0];
            var quantity = Math.Min(maker.Remaining, left);
            left -= quantity;
            FillMaker(market, maker, quantity, market.NextTradeId(), now);
        }
    }

    private void FillQueue(SymbolMarket market, Side side, decimal price, decimal left, DateTimeOffset now)
    {
        var own = market.Own(side);
        var consumed = 0m;
        var index = own.FirstAtOrBehind(price);
        var first = index;
        while (left > 0m && index < own.Count && own[index].Price == price)
        {
            var maker = own[index];
            var ahead = Math.Min(maker.QueueAhead + maker.QueueUnexplained - consumed, left);
            if (ahead > 0m)
            {
                consumed += ahead;
                left -= ahead;
                if (left == 0m) break;
            }

            var quantity = Math.Min(maker.Remaining, left);
            left -= quantity;
            FillMaker(market, maker, quantity, market.NextTradeId(), now);
            if (maker.IsOpen) index++;
        }

        consumed += left;
        for (var i = first; i < own.Count && own[i].Price == price; i++) Advance(own[i], consumed);
    }

    /// <summary>A trade explains size that had left before its print came, then moves the queue.</summary>
    private static void Advance(VenueOrder order, decimal traded)
    {
        var explained = Math.Min(order.QueueUnexplained, traded);
        order.QueueUnexplained -= explained;
        order.QueueAhead = Math.Max(0m, order.QueueAhead - (traded - explained));
    }
}
