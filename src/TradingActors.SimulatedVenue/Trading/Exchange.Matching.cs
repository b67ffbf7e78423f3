using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>Who trades with whom, at which price and how much.</summary>
internal sealed partial class Exchange
{
    private const int FeeDecimals = 8;

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
        if (market.Bids.Count == 0 && market.Asks.Count == 0) return;
        var left = quantity;
        FillThrough(market, Side.Buy, price, ref left, now);
        FillThrough(market, Side.Sell, price, ref left, now);
        if (left > 0m) FillQueue(market, aggressor.Opposite(), price, left, now);
    }

    /// <summary>
    /// Fills a resting order at its own price on an administrator's word, as if somebody had traded with it.
    /// </summary>
    public bool FillByAdministrator(
        SymbolMarket market, VenueOrder order, decimal quantity, DateTimeOffset now)
    {
        if (!order.IsOpen || quantity <= 0m || quantity > order.Remaining) return false;
        FillMaker(market, order, quantity, market.NextTradeId(), now);
        return true;
    }

    private void Take(SymbolMarket market, VenueOrder taker, DateTimeOffset now)
    {
        var side = taker.Side.Opposite();
        while (taker.IsOpen && market.TryBest(side, out var price) && Reaches(taker, price))
            TakeLevel(market, side, price, taker.Remaining, taker, now);
    }

    private static bool Reaches(VenueOrder taker, decimal price) =>
        taker.Type == OrderType.Market
        || (taker.Side == Side.Buy ? price <= taker.Price : price >= taker.Price);

    /// <summary>
    /// Takes up to <paramref name="wanted"/> at the best price: outside size and own orders in the order in
    /// which they joined the level. Returns what was taken, always above zero.
    /// </summary>
    private decimal TakeLevel(
        SymbolMarket market, Side side, decimal price, decimal wanted, VenueOrder? taker, DateTimeOffset now)
    {
        var outside = market.TryBestOutside(side, out var level) && level.Price.Value == price
            ? level.Size.Value
            : 0m;
        var own = market.Own(side);
        var left = wanted;
        var fromOutside = 0m;
        var index = own.FirstAtOrBehind(price);
        while (left > 0m && index < own.Count && own[index].Price == price)
        {
            var maker = own[index];
            var ahead = Math.Min(Math.Min(maker.QueueAhead, outside) - fromOutside, left);
            if (ahead > 0m)
            {
                fromOutside += ahead;
                left -= ahead;
                if (left == 0m) break;
            }

            var quantity = Math.Min(maker.Remaining, left);
            left -= quantity;
            FillPair(market, maker, taker, quantity, now);
            if (maker.IsOpen) index++;
        }

        var behind = Math.Min(left, outside - fromOutside);
        fromOutside += behind;
        left -= behind;
        if (left == wanted)
            throw new InvalidOperationException($"Nothing could be taken at the best price {price}.");
        if (fromOutside > 0m) SettleOutside(market, side, price, fromOutside, taker, now);
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

    private static bool CanFillWhole(SymbolMarket market, VenueOrder order)
    {
        decimal? limit = order.Type == OrderType.Market ? null : order.Price;
        return Walk(market, order.Side.Opposite(), order.Quantity, limit).Quantity >= order.Quantity;
    }

    /// <summary>
    /// What <paramref name="quantity"/> would take from a side and cost, up to a limit price.
    /// </summary>
    private static (decimal Quantity, decimal Cost) Walk(
        SymbolMarket market, Side side, decimal quantity, decimal? limit = null)
    {
        decimal taken = 0m, cost = 0m;
        foreach (var level in CombinedLevels(market, side))
        {
            var price = level.Price.Value;
            if (taken == quantity) break;
            if (limit is { } bound && (side == Side.Sell ? price > bound : price < bound)) break;
            var step = Math.Min(level.Size.Value, quantity - taken);
            taken += step;
            cost += step * price;
        }

        return (taken, cost);
    }

    /// <summary>
    /// Turns an amount of quote asset into whole lots at the prices that the order will meet.
    /// </summary>
    private static NewOrder ResolveQuoteQuantity(SymbolMarket market, NewOrder order)
    {
        if (order.QuoteQuantity == 0m) return order;
        var lot = market.Listing.Lot;
        decimal left = order.QuoteQuantity, quantity = 0m;
        foreach (var level in CombinedLevels(market, order.Side.Opposite()))
        {
            var affordable = left / level.Price.Value;
            if (lot > 0m) affordable -= affordable % lot;
            var step = Math.Min(level.Size.Value, affordable);
            quantity += step;
            left -= step * level.Price.Value;
            if (step < level.Size.Value) break;
        }

        return order with { Quantity = quantity };
    }

    /// <summary>Outside and own levels merged, best first. A price held by both comes twice.</summary>
    private static IEnumerable<BookLevel> CombinedLevels(SymbolMarket market, Side side)
    {
        var own = market.Own(side);
        var index = 0;
        foreach (var level in market.OutsideLevels(side))
        {
            while (index < own.Count && own.IsBetter(own[index].Price, level.Price.Value))
                yield return OwnLevel(own[index++]);
            yield return level;
        }

        while (index < own.Count) yield return OwnLevel(own[index++]);
    }

    private static BookLevel OwnLevel(VenueOrder order) =>
        new(new Price(order.Price), new Quantity(order.Remaining));
}
