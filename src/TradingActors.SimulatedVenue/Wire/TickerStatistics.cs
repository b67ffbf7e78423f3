using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>What a symbol did within a span that ends now; without a trade it stood at its middle.</summary>
internal readonly record struct TickerStatistics(
    Bar Sum, decimal Previous, long OpenMs, long CloseMs, BookLevel Bid, BookLevel Ask, decimal LastQuantity)
{
    public decimal Change => Sum.Close - Sum.Open;

    public decimal ChangePercent => Sum.Open > 0m ? Change / Sum.Open * 100m : 0m;

    public decimal Average => Sum.Volume > 0m ? Sum.QuoteVolume / Sum.Volume : Sum.Close;

    /// <summary>Of the minutes from <paramref name="openMs"/> on.</summary>
    public static TickerStatistics Of(SymbolMarket market, long openMs, long nowMs)
    {
        var tape = market.Tape;
        var before = tape.CloseBefore(openMs);
        var sum = tape.Since(openMs) ?? Bar.Flat(openMs, before ?? Middle(market));
        var (bid, ask) = Top(market);
        return new TickerStatistics(
            sum, before ?? sum.Open, openMs, nowMs, bid, ask, tape.Last?.Quantity ?? 0m);
    }

    /// <summary>The best of both sides as the depth shows them; a side that is empty is zero.</summary>
    public static (BookLevel Bid, BookLevel Ask) Top(SymbolMarket market)
    {
        List<BookLevel> bids = [], asks = [];
        market.CopyDepth(1, bids, asks);
        return (bids.FirstOrDefault(), asks.FirstOrDefault());
    }

    /// <summary>Between bid and ask, or the one that there is.</summary>
    public static decimal Middle(SymbolMarket market)
    {
        var (bid, ask) = Top(market);
        return bid.Price.Value == 0m ? ask.Price.Value
            : ask.Price.Value == 0m ? bid.Price.Value
            : (bid.Price.Value + ask.Price.Value) / 2m;
    }
}
