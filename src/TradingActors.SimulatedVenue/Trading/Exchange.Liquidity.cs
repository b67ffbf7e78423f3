using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>What an order would meet in the book, before it takes anything.</summary>
internal sealed partial class Exchange
{
    private static bool CanFillWhole(SymbolMarket market, VenueOrder order)
    {
        decimal? limit = order.Type.HasLimitPrice() ? order.Price : null;
        var found = Walk(
            market, order.Side.Opposite(), order.Remaining, limit, order.Account, order.SelfTrade);
        return found.Quantity >= order.Remaining;
    }

    /// <summary>
    /// What <paramref name="quantity"/> would take from a side and cost, up to a limit price, when the
    /// account's own orders are met in the given mode.
    /// </summary>
    private static (decimal Quantity, decimal Cost) Walk(
        SymbolMarket market, Side side, decimal quantity, decimal? limit, string account, SelfTradeMode mode)
    {
        decimal taken = 0m, cost = 0m;
        var left = quantity;
        foreach (var (price, size, maker) in Slices(market, side))
        {
            if (left == 0m) break;
            if (limit is { } bound && (side == Side.Sell ? price > bound : price < bound)) break;
            var step = Math.Min(size, left);
            if (mode != SelfTradeMode.None && maker?.Account == account)
            {
                if (mode is SelfTradeMode.ExpireTaker or SelfTradeMode.ExpireBoth) break;
                if (mode == SelfTradeMode.Decrement) left -= step;
                continue;
            }

            taken += step;
            left -= step;
            cost += step * price;
        }

        return (taken, cost);
    }

    /// <summary>
    /// Turns an amount of quote asset into whole lots at the prices that the order will meet. Orders of the
    /// account itself that it would not trade with offer nothing.
    /// </summary>
    private static NewOrder ResolveQuoteQuantity(VenueAccount account, SymbolMarket market, NewOrder order)
    {
        if (order.QuoteQuantity == 0m) return order;
        var skipsOwn = order.SelfTrade is SelfTradeMode.ExpireMaker or SelfTradeMode.Decrement;
        var lot = market.Listing.Lot;
        decimal left = order.QuoteQuantity, quantity = 0m;
        foreach (var (price, size, maker) in Slices(market, order.Side.Opposite()))
        {
            if (skipsOwn && maker?.Account == account.Name) continue;
            var affordable = left / price;
            if (lot > 0m) affordable -= affordable % lot;
            var step = Math.Min(size, affordable);
            quantity += step;
            left -= step * price;
            if (step < size) break;
        }

        return order with { Quantity = quantity };
    }

    /// <summary>A side piece by piece, in the order in which a taker meets it.</summary>
    private static IEnumerable<(decimal Price, decimal Size, VenueOrder? Maker)> Slices(
        SymbolMarket market, Side side)
    {
        var own = market.Own(side);
        var index = 0;
        foreach (var level in market.OutsideLevels(side))
        {
            var price = level.Price.Value;
            for (; index < own.Count && own.IsBetter(own[index].Price, price); index++)
                yield return (own[index].Price, own[index].Remaining, own[index]);
            var outside = level.Size.Value;
            var passed = 0m;
            for (; index < own.Count && own[index].Price == price; index++)
            {
                var ahead = Math.Min(own[index].QueueAhead, outside) - passed;
                if (ahead > 0m) yield return (price, ahead, null);
                passed += Math.Max(0m, ahead);
                yield return (price, own[index].Remaining, own[index]);
            }

            if (outside > passed) yield return (price, outside - passed, null);
        }

        for (; index < own.Count; index++) yield return (own[index].Price, own[index].Remaining, own[index]);
    }
}
