using System.Globalization;
using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>The methods that show prices of one symbol, of some, or of all.</summary>
internal static class TickerMethods
{
    private const long MinuteMs = 60_000;
    private const long DayMs = 24 * 60 * MinuteMs;

    public static int DayWeight(ApiRequest request) =>
        request.Has("symbol") ? 2
        : request["symbols"] is not { } list ? 80
        : list.Count(c => c == ',') + 1 is var count && count <= 20 ? 2
        : count <= 100 ? 40
        : 80;

    public static int PriceWeight(ApiRequest request) => request.Has("symbol") ? 2 : 4;

    public static int WindowWeight(ApiRequest request) =>
        Math.Min(200, 4 * ((request["symbols"]?.Count(c => c == ',') ?? 0) + 1));

    public static VenueError? Day(ApiCall call) => Statistics(
        call, mustName: false, withBook: true, call.NowMs - DayMs);

    public static VenueError? TradingDay(ApiCall call)
    {
        long offset = 0;
        if (call.Request["timeZone"] is { } zone && !KlineInterval.TryParseZone(zone, out offset))
            return VenueError.Missing("timeZone");
        var day = KlineInterval.OneDay with { OffsetMs = offset };
        return Statistics(call, mustName: true, withBook: false, day.OpenOf(call.NowMs));
    }

    public static VenueError? Window(ApiCall call)
    {
        if (!TryReadWindow(call.Request["windowSize"] ?? "1d", out var lengthMs))
            return VenueError.Missing("windowSize");
        var open = call.NowMs - lengthMs;
        return Statistics(call, mustName: true, withBook: false, open - open % MinuteMs);
    }

    public static VenueError? Price(ApiCall call) => ForEach(call, mustName: false, (json, market) =>
    {
        json.WriteString("symbol"u8, market.Listing.Symbol);
        json.WriteAmount("price"u8, market.Tape.Last?.Price ?? TickerStatistics.Middle(market));
    });

    public static VenueError? Book(ApiCall call) => ForEach(call, mustName: false, (json, market) =>
    {
        var (bid, ask) = TickerStatistics.Top(market);
        json.WriteString("symbol"u8, market.Listing.Symbol);
        json.WriteAmount("bidPrice"u8, bid.Price.Value);
        json.WriteAmount("bidQty"u8, bid.Size.Value);
        json.WriteAmount("askPrice"u8, ask.Price.Value);
        json.WriteAmount("askQty"u8, ask.Size.Value);
    });

    /// <summary>Minutes below an hour, hours below a day, days up to a week.</summary>
    private static bool TryReadWindow(string text, out long lengthMs)
    {
        lengthMs = 0;
        if (text.Length < 2
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count < 1)
            return false;
        (lengthMs, var max) = text[^1] switch
        {
            'm' => (count * MinuteMs, 59),
            'h' => (count * 60 * MinuteMs, 23),
            'd' => (count * DayMs, 7),
            _ => (0L, 0),
        };
        return count <= max;
    }

    private static VenueError? Statistics(ApiCall call, bool mustName, bool withBook, long openMs)
    {
        var type = call.Request["type"] ?? "FULL";
        if (type is not ("FULL" or "MINI")) return VenueError.Missing("type");
        return ForEach(call, mustName, (json, market) =>
        {
            var statistics = TickerStatistics.Of(market, openMs, call.NowMs);
            json.WriteString("symbol"u8, market.Listing.Symbol);
            if (type == "FULL") WriteChange(json, statistics, withBook);
            WriteSums(json, statistics, withLast: type == "MINI" || !withBook);
        });
    }

    private static void WriteChange(Utf8JsonWriter json, in TickerStatistics statistics, bool withBook)
    {
        json.WriteAmount("priceChange"u8, statistics.Change);
        json.WriteString(
            "priceChangePercent"u8, statistics.ChangePercent.ToString("F3", CultureInfo.InvariantCulture));
        json.WriteAmount("weightedAvgPrice"u8, Math.Round(statistics.Average, 8));
        if (!withBook) return;
        json.WriteAmount("prevClosePrice"u8, statistics.Previous);
        json.WriteAmount("lastPrice"u8, statistics.Sum.Close);
        json.WriteAmount("lastQty"u8, statistics.LastQuantity);
        json.WriteAmount("bidPrice"u8, statistics.Bid.Price.Value);
        json.WriteAmount("bidQty"u8, statistics.Bid.Size.Value);
        json.WriteAmount("askPrice"u8, statistics.Ask.Price.Value);
        json.WriteAmount("askQty"u8, statistics.Ask.Size.Value);
    }

    private static void WriteSums(Utf8JsonWriter json, in TickerStatistics statistics, bool withLast)
    {
        var sum = statistics.Sum;
        json.WriteAmount("openPrice"u8, sum.Open);
        json.WriteAmount("highPrice"u8, sum.High);
        json.WriteAmount("lowPrice"u8, sum.Low);
        if (withLast) json.WriteAmount("lastPrice"u8, sum.Close);
        json.WriteAmount("volume"u8, sum.Volume);
        json.WriteAmount("quoteVolume"u8, sum.QuoteVolume);
        json.WriteNumber("openTime"u8, statistics.OpenMs);
        json.WriteNumber("closeTime"u8, statistics.CloseMs);
        json.WriteNumber("firstId"u8, sum.FirstId);
        json.WriteNumber("lastId"u8, sum.LastId);
        json.WriteNumber("count"u8, sum.Trades);
    }

    /// <summary>An object for the one symbol that was named, a list for several or all.</summary>
    private static VenueError? ForEach(
        ApiCall call, bool mustName, Action<Utf8JsonWriter, SymbolMarket> write)
    {
        if (mustName && !call.Request.Has("symbol") && !call.Request.Has("symbols"))
            return VenueError.EitherMissing("symbol", "symbols");
        if (GeneralMethods.ReadSymbols(call, out var symbols) is { } malformed) return malformed;
        var isOne = call.Request.Has("symbol");
        if (!isOne) call.Json.WriteStartArray();
        foreach (var market in call.Venue.Exchange.Markets)
        {
            if (symbols is not null && !symbols.Contains(market.Listing.Symbol)) continue;
            call.Json.WriteStartObject();
            write(call.Json, market);
            call.Json.WriteEndObject();
        }

        if (!isOne) call.Json.WriteEndArray();
        return null;
    }
}
