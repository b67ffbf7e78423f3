using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>A symbol's filters as <c>exchangeInfo</c> and <c>myFilters</c> show them.</summary>
internal static class FilterJson
{
    public static void Write(Utf8JsonWriter json, ListedSymbol symbol, ReadOnlySpan<byte> name)
    {
        json.WriteStartArray(name);
        WritePriceAndLot(json, symbol);
        WriteBands(json, symbol);
        WriteCounts(json, symbol);
        json.WriteEndArray();
    }

    private static void WritePriceAndLot(Utf8JsonWriter json, ListedSymbol symbol)
    {
        Begin(json, "PRICE_FILTER");
        json.WriteAmount("minPrice"u8, symbol.PriceMin);
        json.WriteAmount("maxPrice"u8, symbol.PriceMax);
        json.WriteAmount("tickSize"u8, symbol.Tick);
        json.WriteEndObject();

        Begin(json, "LOT_SIZE");
        json.WriteAmount("minQty"u8, symbol.QuantityMin);
        json.WriteAmount("maxQty"u8, symbol.QuantityMax);
        json.WriteAmount("stepSize"u8, symbol.Lot);
        json.WriteEndObject();

        Begin(json, "MARKET_LOT_SIZE");
        json.WriteAmount("minQty"u8, symbol.MarketQuantityMin);
        json.WriteAmount("maxQty"u8, symbol.MarketQuantityMax);
        json.WriteAmount("stepSize"u8, symbol.MarketLot);
        json.WriteEndObject();
    }

    private static void WriteBands(Utf8JsonWriter json, ListedSymbol symbol)
    {
        Begin(json, "PERCENT_PRICE_BY_SIDE");
        json.WriteAmount("bidMultiplierUp"u8, symbol.BidMultiplierUp);
        json.WriteAmount("bidMultiplierDown"u8, symbol.BidMultiplierDown);
        json.WriteAmount("askMultiplierUp"u8, symbol.AskMultiplierUp);
        json.WriteAmount("askMultiplierDown"u8, symbol.AskMultiplierDown);
        json.WriteNumber("avgPriceMins"u8, symbol.AveragePriceMinutes);
        json.WriteEndObject();

        Begin(json, "NOTIONAL");
        json.WriteAmount("minNotional"u8, symbol.NotionalMin);
        json.WriteBoolean("applyMinToMarket"u8, symbol.NotionalMinAppliesToMarket);
        json.WriteAmount("maxNotional"u8, symbol.NotionalMax);
        json.WriteBoolean("applyMaxToMarket"u8, symbol.NotionalMaxAppliesToMarket);
        json.WriteNumber("avgPriceMins"u8, symbol.AveragePriceMinutes);
        json.WriteEndObject();
    }

    /// <summary>A bound of zero is switched off, and then not listed at all.</summary>
    private static void WriteCounts(Utf8JsonWriter json, ListedSymbol symbol)
    {
        if (symbol.PositionMax > 0m)
        {
            Begin(json, "MAX_POSITION");
            json.WriteAmount("maxPosition"u8, symbol.PositionMax);
            json.WriteEndObject();
        }

        WriteCount(json, "MAX_NUM_ORDERS", "maxNumOrders"u8, symbol.OpenOrdersMax);
        WriteCount(json, "MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders"u8, symbol.AlgoOrdersMax);
        WriteCount(json, "MAX_NUM_ORDER_AMENDS", "maxNumOrderAmends"u8, symbol.AmendsMax);
    }

    private static void WriteCount(Utf8JsonWriter json, string type, ReadOnlySpan<byte> name, int max)
    {
        if (max == 0) return;
        Begin(json, type);
        json.WriteNumber(name, max);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("filterType"u8, type);
    }
}
