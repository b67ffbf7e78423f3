namespace TradingActors.SimulatedVenue;

/// <summary>The methods that ask about an account as a whole: balances, limits, filters.</summary>
internal static class AccountMethods
{
    public static VenueError? AccountStatus(ApiCall call)
    {
        var json = call.Json;
        var settings = call.Venue.Settings;
        var omitZero = call.Request["omitZeroBalances"] == "true";
        json.WriteStartObject();
        json.WriteNumber("makerCommission"u8, (int)(settings.MakerFeeRate * 10_000m));
        json.WriteNumber("takerCommission"u8, (int)(settings.TakerFeeRate * 10_000m));
        json.WriteNumber("buyerCommission"u8, 0);
        json.WriteNumber("sellerCommission"u8, 0);
        json.WriteBoolean("canTrade"u8, true);
        json.WriteBoolean("canWithdraw"u8, true);
        json.WriteBoolean("canDeposit"u8, true);
        json.WriteStartObject("commissionRates"u8);
        json.WriteAmount("maker"u8, settings.MakerFeeRate);
        json.WriteAmount("taker"u8, settings.TakerFeeRate);
        json.WriteAmount("buyer"u8, 0m);
        json.WriteAmount("seller"u8, 0m);
        json.WriteEndObject();
        json.WriteBoolean("brokered"u8, false);
        json.WriteBoolean("requireSelfTradePrevention"u8, false);
        json.WriteBoolean("preventSor"u8, false);
        json.WriteTime("updateTime"u8, call.Account.UpdatedAt);
        json.WriteString("accountType"u8, "SPOT");
        json.WriteStartArray("balances"u8);
        foreach (var (asset, balance) in call.Account.Balances)
        {
            if (omitZero && balance.Total == 0m) continue;
            json.WriteStartObject();
            json.WriteString("asset"u8, asset);
            json.WriteAmount("free"u8, balance.Free);
            json.WriteAmount("locked"u8, balance.Locked);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("permissions"u8);
        json.WriteStringValue("SPOT"u8);
        json.WriteEndArray();
        json.WriteNumber("uid"u8, 1);
        json.WriteEndObject();
        return null;
    }

    public static VenueError? OrderLimits(ApiCall call)
    {
        call.Json.WriteStartArray();
        foreach (var window in call.Venue.Limits.OrdersOf(call.Account.Name, call.Now.Wall))
            GeneralMethods.WriteLimit(call.Json, window, withCount: true);
        call.Json.WriteEndArray();
        return null;
    }

    /// <summary>The filters that orders of the account meet in a symbol.</summary>
    public static VenueError? Filters(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("exchangeFilters"u8);
        call.Json.WriteEndArray();
        FilterJson.Write(call.Json, market.Listing, "symbolFilters"u8);
        call.Json.WriteStartArray("assetFilters"u8);
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    /// <summary>What the account has none of, because the venue does not offer it.</summary>
    public static VenueError? Nothing(ApiCall call)
    {
        call.Json.WriteStartArray();
        call.Json.WriteEndArray();
        return null;
    }
}
