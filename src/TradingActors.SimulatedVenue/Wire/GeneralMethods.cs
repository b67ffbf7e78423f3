using System.Globalization;
using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The methods that need no account. The REST addresses answer with the same results.</summary>
internal static class GeneralMethods
{
    private const int DepthDefault = 100;
    private const int DepthMax = 5_000;

    public static VenueError? Ping(ApiCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return null;
    }

    public static VenueError? Time(ApiCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteTime("serverTime"u8, call.Now.Wall);
        call.Json.WriteEndObject();
        return null;
    }

    public static int DepthWeight(ApiRequest request) =>
        !int.TryParse(request["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? 5
        : limit <= 100 ? 5
        : limit <= 500 ? 25
        : limit <= 1_000 ? 50
        : 250;

    public static VenueError? Depth(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        var limit = DepthDefault;
        if (call.Request["limit"] is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1))
            return VenueError.IllegalCharacters("limit", OrderParameters.OrderIdRange);
        WriteDepth(call.Json, market, Math.Min(limit, DepthMax));
        return null;
    }

    public static void WriteDepth(Utf8JsonWriter json, SymbolMarket market, int limit)
    {
        List<BookLevel> bids = [], asks = [];
        var updateId = market.CopyDepth(limit, bids, asks);
        json.WriteStartObject();
        json.WriteNumber("lastUpdateId"u8, updateId);
        WriteLevels(json, "bids"u8, bids);
        WriteLevels(json, "asks"u8, asks);
        json.WriteEndObject();
    }

    public static VenueError? ExchangeInfo(ApiCall call)
    {
        if (ReadSymbols(call, out var symbols) is { } malformed) return malformed;
        if (ReadStatus(call, out var status) is { } badStatus) return badStatus;
        var json = call.Json;
        var limits = call.Venue.Limits;
        json.WriteStartObject();
        json.WriteString("timezone"u8, "UTC");
        json.WriteTime("serverTime"u8, call.Now.Wall);
        json.WriteStartArray("rateLimits"u8);
        WriteLimit(json, limits.WeightOf(call.Connection.Address, call.Now.Wall), withCount: false);
        foreach (var window in limits.OrdersOf("", call.Now.Wall)) WriteLimit(json, window, withCount: false);
        WriteFiveMinuteLimit(json, "RAW_REQUESTS", limits.Settings.RawPerFiveMinutes);
        WriteFiveMinuteLimit(json, "CONNECTIONS", limits.Settings.ConnectionsPerFiveMinutes);
        json.WriteEndArray();
        json.WriteStartArray("exchangeFilters"u8);
        json.WriteEndArray();
        json.WriteStartArray("symbols"u8);
        foreach (var market in call.Venue.Exchange.Markets)
            if ((symbols is null || symbols.Contains(market.Listing.Symbol))
                && (status is null || market.Status == status)) WriteSymbol(json, market);
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    /// <summary>The only status that symbols are asked for in; null for any.</summary>
    private static VenueError? ReadStatus(ApiCall call, out TradingStatus? status)
    {
        status = null;
        if (call.Request["symbolStatus"] is not { } text) return null;
        if (call.Request.Has("symbol") || call.Request.Has("symbols"))
            return VenueError.BadCombination("['symbolStatus', 'symbol', 'symbols']");
        foreach (var known in Enum.GetValues<TradingStatus>())
            if (known.Name() == text) status = known;
        return status is null ? VenueError.InvalidSymbolStatus : null;
    }

    public static void WriteLimit(Utf8JsonWriter json, RateWindow window, bool withCount)
    {
        json.WriteStartObject();
        json.WriteString("rateLimitType"u8, window.Type);
        json.WriteString("interval"u8, window.Interval);
        json.WriteNumber("intervalNum"u8, window.IntervalNumber);
        json.WriteNumber("limit"u8, window.Limit);
        if (withCount) json.WriteNumber("count"u8, window.Count);
        json.WriteEndObject();
    }

    private static void WriteFiveMinuteLimit(Utf8JsonWriter json, string type, int limit)
    {
        json.WriteStartObject();
        json.WriteString("rateLimitType"u8, type);
        json.WriteString("interval"u8, "MINUTE");
        json.WriteNumber("intervalNum"u8, 5);
        json.WriteNumber("limit"u8, limit);
        json.WriteEndObject();
    }

    /// <summary>
    /// The symbols that the parameters <c>symbol</c> or <c>symbols</c> name; null for all.
    /// </summary>
    public static VenueError? ReadSymbols(ApiCall call, out HashSet<string>? symbols)
    {
        symbols = null;
        if (call.Request.Has("symbol") && call.Request.Has("symbols"))
            return VenueError.BadCombination("['symbol', 'symbols']");
        if (call.Request["symbol"] is { } one) symbols = [one];
        if (call.Request["symbols"] is { } list)
            try
            {
                symbols = JsonSerializer.Deserialize<HashSet<string>>(list);
            }
            catch (JsonException)
            {
                return VenueError.IllegalCharacters("symbols", "a list of symbols");
            }

        if (symbols is null) return null;
        foreach (var symbol in symbols)
            if (symbol is null || !call.Venue.Exchange.TryGetMarket(symbol, out _))
                return VenueError.InvalidSymbol;
        return null;
    }

    private static void WriteLevels(Utf8JsonWriter json, ReadOnlySpan<byte> name, List<BookLevel> levels)
    {
        json.WriteStartArray(name);
        foreach (var level in levels)
        {
            json.WriteStartArray();
            json.WriteStringValue(DecimalFormat.Wire(level.Price.Value));
            json.WriteStringValue(DecimalFormat.Wire(level.Size.Value));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteSymbol(Utf8JsonWriter json, SymbolMarket market)
    {
        var listing = market.Listing;
        json.WriteStartObject();
        json.WriteString("symbol"u8, listing.Symbol);
        json.WriteString("status"u8, market.Status.Name());
        json.WriteString("baseAsset"u8, listing.Base);
        json.WriteNumber("baseAssetPrecision"u8, 8);
        json.WriteString("quoteAsset"u8, listing.Quote);
        json.WriteNumber("quotePrecision"u8, 8);
        json.WriteNumber("quoteAssetPrecision"u8, 8);
        json.WriteNumber("baseCommissionPrecision"u8, 8);
        json.WriteNumber("quoteCommissionPrecision"u8, 8);
        WriteOrderTypes(json, listing);
        json.WriteBoolean("icebergAllowed"u8, false);
        json.WriteBoolean("ocoAllowed"u8, false);
        json.WriteBoolean("otoAllowed"u8, false);
        json.WriteBoolean("opoAllowed"u8, false);
        json.WriteBoolean("quoteOrderQtyMarketAllowed"u8, true);
        json.WriteBoolean("allowTrailingStop"u8, false);
        json.WriteBoolean("cancelReplaceAllowed"u8, true);
        json.WriteBoolean("amendAllowed"u8, true);
        json.WriteBoolean("pegInstructionsAllowed"u8, false);
        json.WriteBoolean("isSpotTradingAllowed"u8, true);
        json.WriteBoolean("isMarginTradingAllowed"u8, false);
        FilterJson.Write(json, listing, "filters"u8);
        WriteTexts(json, "permissions"u8);
        json.WriteStartArray("permissionSets"u8);
        json.WriteStartArray();
        json.WriteStringValue("SPOT"u8);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteString("defaultSelfTradePreventionMode"u8, listing.SelfTradeDefault.Name());
        json.WriteStartArray("allowedSelfTradePreventionModes"u8);
        foreach (var mode in Enum.GetValues<SelfTradeMode>())
            if (listing.SelfTradeModes.Contains(mode)) json.WriteStringValue(mode.Name());
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOrderTypes(Utf8JsonWriter json, ListedSymbol listing)
    {
        json.WriteStartArray("orderTypes"u8);
        foreach (var type in WireNames.OrderTypes)
            if (listing.Types.Contains(type)) json.WriteStringValue(type.Name());
        json.WriteEndArray();
    }

    private static void WriteTexts(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, params ReadOnlySpan<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
