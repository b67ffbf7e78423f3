namespace TradingActors.SimulatedVenue;

/// <summary>The little of the exchange's wallet interface that a spot client asks before it trades.</summary>
internal static class WalletMethods
{
    public const string RestrictionsName = "wallet.apiRestrictions";
    public const string StatusName = "wallet.systemStatus";
    public const string FeesName = "wallet.tradeFee";
    public const string CoinsName = "wallet.coins";

    /// <summary>Any time before all others: the venue does not know when a key was made.</summary>
    private static readonly DateTimeOffset KeyCreatedAt = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What the key may do. A careful client refuses one that may withdraw.</summary>
    public static VenueError? Restrictions(ApiCall call)
    {
        var json = call.Json;
        var key = call.Key;
        json.WriteStartObject();
        json.WriteBoolean("ipRestrict"u8, false);
        json.WriteTime("createTime"u8, KeyCreatedAt);
        json.WriteBoolean("enableReading"u8, true);
        json.WriteBoolean("enableSpotAndMarginTrading"u8, key.CanTrade);
        json.WriteBoolean("enableWithdrawals"u8, key.CanWithdraw);
        json.WriteBoolean("enableInternalTransfer"u8, false);
        json.WriteBoolean("enableMargin"u8, false);
        json.WriteBoolean("enableFutures"u8, false);
        json.WriteBoolean("permitsUniversalTransfer"u8, false);
        json.WriteBoolean("enableVanillaOptions"u8, false);
        json.WriteBoolean("enableFixApiTrade"u8, false);
        json.WriteBoolean("enableFixReadOnly"u8, false);
        json.WriteBoolean("enablePortfolioMarginTrading"u8, false);
        json.WriteEndObject();
        return null;
    }

    public static VenueError? SystemStatus(ApiCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteNumber("status"u8, 0);
        call.Json.WriteString("msg"u8, "normal");
        call.Json.WriteEndObject();
        return null;
    }

    public static VenueError? Fees(ApiCall call)
    {
        if (GeneralMethods.ReadSymbols(call, out var symbols) is { } malformed) return malformed;
        var settings = call.Venue.Settings;
        call.Json.WriteStartArray();
        foreach (var market in call.Venue.Exchange.Markets)
        {
            if (symbols is not null && !symbols.Contains(market.Listing.Symbol)) continue;
            call.Json.WriteStartObject();
            call.Json.WriteString("symbol"u8, market.Listing.Symbol);
            call.Json.WriteString("makerCommission"u8, DecimalFormat.Plain(settings.MakerFeeRate));
            call.Json.WriteString("takerCommission"u8, DecimalFormat.Plain(settings.TakerFeeRate));
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
        return null;
    }

    /// <summary>The assets that the account has; none of them can be moved to or from a chain.</summary>
    public static VenueError? Coins(ApiCall call)
    {
        var json = call.Json;
        json.WriteStartArray();
        foreach (var (asset, balance) in call.Account.Balances)
        {
            json.WriteStartObject();
            json.WriteString("coin"u8, asset);
            json.WriteString("name"u8, asset);
            json.WriteBoolean("depositAllEnable"u8, false);
            json.WriteBoolean("withdrawAllEnable"u8, false);
            json.WriteBoolean("trading"u8, true);
            json.WriteBoolean("isLegalMoney"u8, false);
            json.WriteAmount("free"u8, balance.Free);
            json.WriteAmount("locked"u8, balance.Locked);
            json.WriteStartArray("networkList"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return null;
    }
}
