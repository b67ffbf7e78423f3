using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>A symbol's filters as <c>exchangeInfo</c> shows them.</summary>
internal static class FilterJson
{
    public static void Write(Utf8JsonWriter json, ListedSymbol symbol)
    {
        json.WriteStartArray("filters"u8);
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
        json.WriteAmount("minQty"u8, 0m);
        json.WriteAmount("maxQty"u8, symbol.MarketQuantityMax);
        json.WriteAmount("stepSize"u8, 0m);
        json.WriteEndObject();

        Begin(json, "PERCENT_PRICE_BY_SIDE");
        json.WriteAmount("bidMultiplierUp"u8, symbol.BidMultiplierUp);
        json.WriteAmount("bidMultiplierDown"u8, symbol.BidMultiplierDown);
        json.WriteAmount("askMultiplierUp"u8, symbol.AskMultiplierUp);
        json.WriteAmount("askMultiplierDown"u8, symbol.AskMultiplierDown);
        json.WriteNumber("avgPriceMins"u8, symbol.AveragePriceMinutes);
        json.WriteEndObject();

        Begin(json, "NOTIONAL");
        json.WriteAmount("minNotional"u8, symbol.NotionalMin);
        json.WriteBoolean("applyMinToMarket"u8, true);
        json.WriteAmount("maxNotional"u8, symbol.NotionalMax);
        json.WriteBoolean("applyMaxToMarket"u8, false);
        json.WriteNumber("avgPriceMins"u8, symbol.AveragePriceMinutes);
        json.WriteEndObject();

        Begin(json, "MAX_NUM_ORDERS");
        json.WriteNumber("maxNumOrders"u8, symbol.OpenOrdersMax);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Begin(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("filterType"u8, type);
    }
}
