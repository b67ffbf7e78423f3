using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>What the venue charges an account in a symbol.</summary>
internal static class CommissionMethods
{
    public static VenueError? Commission(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        var json = call.Json;
        var settings = call.Venue.Settings;
        json.WriteStartObject();
        json.WriteString("symbol"u8, market.Listing.Symbol);
        WriteRates(json, "standardCommission"u8, settings.MakerFeeRate, settings.TakerFeeRate);
        WriteRates(json, "specialCommission"u8, 0m, 0m);
        WriteRates(json, "taxCommission"u8, 0m, 0m);
        WriteDiscount(json);
        json.WriteEndObject();
        return null;
    }

    /// <summary>What an order would pay, by the side that it takes in its trades.</summary>
    public static void WriteForOrder(ApiCall call)
    {
        var (json, settings) = (call.Json, call.Venue.Settings);
        json.WriteStartObject();
        WriteRoles(json, "standardCommissionForOrder"u8, settings.MakerFeeRate, settings.TakerFeeRate);
        WriteRoles(json, "specialCommissionForOrder"u8, 0m, 0m);
        WriteRoles(json, "taxCommissionForOrder"u8, 0m, 0m);
        WriteDiscount(json);
        json.WriteEndObject();
    }

    private static void WriteDiscount(Utf8JsonWriter json)
    {
        json.WriteStartObject("discount"u8);
        json.WriteBoolean("enabledForAccount"u8, false);
        json.WriteBoolean("enabledForSymbol"u8, false);
        json.WriteString("discountAsset"u8, "BNB");
        json.WriteAmount("discount"u8, 0m);
        json.WriteEndObject();
    }

    private static void WriteRoles(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal maker, decimal taker)
    {
        json.WriteStartObject(name);
        json.WriteAmount("maker"u8, maker);
        json.WriteAmount("taker"u8, taker);
        json.WriteEndObject();
    }

    private static void WriteRates(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal maker, decimal taker)
    {
        json.WriteStartObject(name);
        json.WriteAmount("maker"u8, maker);
        json.WriteAmount("taker"u8, taker);
        json.WriteAmount("buyer"u8, 0m);
        json.WriteAmount("seller"u8, 0m);
        json.WriteEndObject();
    }
}
