using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>The methods that show what was traded.</summary>
internal static class TapeMethods
{
    public static VenueError? RecentTrades(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        if (PageParameters.Read(call.Request, out var page) is { } malformed) return malformed;
        call.Json.WriteStartArray();
        foreach (var trade in page.Of([.. market.Tape.Trades])) WriteTrade(call.Json, trade);
        call.Json.WriteEndArray();
        return null;
    }

    public static VenueError? HistoricalTrades(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        if (PageParameters.Read(call.Request, out var page) is { } malformed) return malformed;
        var rows = market.Tape.Trades.Where(trade => page.FromId is null || trade.Id >= page.FromId);
        call.Json.WriteStartArray();
        foreach (var trade in page.Of([.. rows])) WriteTrade(call.Json, trade);
        call.Json.WriteEndArray();
        return null;
    }

    public static VenueError? AggregateTrades(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        if (PageParameters.Read(call.Request, out var page) is { } malformed) return malformed;
        var rows = market.Tape.Aggregates
            .Where(row => (page.FromId is null || row.Trade.Id >= page.FromId) && page.Covers(row.AtMs));
        call.Json.WriteStartArray();
        foreach (var (trade, atMs) in page.Of([.. rows])) WriteAggregate(call.Json, trade, atMs);
        call.Json.WriteEndArray();
        return null;
    }

    public static VenueError? AveragePrice(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        var price = market.Prices.At(call.Now.Wall) ?? TickerStatistics.Middle(market);
        call.Json.WriteStartObject();
        call.Json.WriteNumber("mins"u8, market.Listing.AveragePriceMinutes);
        call.Json.WriteAmount("price"u8, Math.Round(price, 8));
        call.Json.WriteNumber("closeTime"u8, market.Tape.Last?.AtMs ?? call.NowMs);
        call.Json.WriteEndObject();
        return null;
    }

    public static VenueError? Candlesticks(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        if (call.Request["interval"] is not { } name) return VenueError.Missing("interval");
        if (!KlineInterval.TryParse(name, out var interval)) return VenueError.InvalidInterval;
        if (call.Request["timeZone"] is { } zone)
        {
            if (!KlineInterval.TryParseZone(zone, out var offset)) return VenueError.Missing("timeZone");
            interval = interval with { OffsetMs = offset };
        }

        if (PageParameters.Read(call.Request, out var page) is { } malformed) return malformed;
        var rows = Klines.All(market.Tape, interval, call.NowMs).FindAll(bar => page.Covers(bar.OpenMs));
        call.Json.WriteStartArray();
        foreach (var bar in page.Of(rows)) WriteBar(call.Json, bar, interval.NextAfter(bar.OpenMs) - 1);
        call.Json.WriteEndArray();
        return null;
    }

    private static void WriteTrade(Utf8JsonWriter json, in TapeTrade trade)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, trade.Id);
        json.WriteAmount("price"u8, trade.Price);
        json.WriteAmount("qty"u8, trade.Quantity);
        json.WriteAmount("quoteQty"u8, trade.Price * trade.Quantity);
        json.WriteNumber("time"u8, trade.AtMs);
        json.WriteBoolean("isBuyerMaker"u8, trade.IsBuyerMaker);
        json.WriteBoolean("isBestMatch"u8, true);
        json.WriteEndObject();
    }

    private static void WriteAggregate(Utf8JsonWriter json, in AggregateTrade trade, long atMs)
    {
        json.WriteStartObject();
        json.WriteNumber("a"u8, trade.Id);
        json.WriteAmount("p"u8, trade.Price);
        json.WriteAmount("q"u8, trade.Quantity);
        json.WriteNumber("f"u8, trade.FirstTradeId);
        json.WriteNumber("l"u8, trade.LastTradeId);
        json.WriteNumber("T"u8, atMs);
        json.WriteBoolean("m"u8, trade.IsBuyerMaker);
        json.WriteBoolean("M"u8, true);
        json.WriteEndObject();
    }

    private static void WriteBar(Utf8JsonWriter json, Bar bar, long closeMs)
    {
        json.WriteStartArray();
        json.WriteNumberValue(bar.OpenMs);
        json.WriteStringValue(DecimalFormat.Wire(bar.Open));
        json.WriteStringValue(DecimalFormat.Wire(bar.High));
        json.WriteStringValue(DecimalFormat.Wire(bar.Low));
        json.WriteStringValue(DecimalFormat.Wire(bar.Close));
        json.WriteStringValue(DecimalFormat.Wire(bar.Volume));
        json.WriteNumberValue(closeMs);
        json.WriteStringValue(DecimalFormat.Wire(bar.QuoteVolume));
        json.WriteNumberValue(bar.Trades);
        json.WriteStringValue(DecimalFormat.Wire(bar.TakerVolume));
        json.WriteStringValue(DecimalFormat.Wire(bar.TakerQuoteVolume));
        json.WriteStringValue("0"u8);
        json.WriteEndArray();
    }
}
