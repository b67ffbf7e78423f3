namespace TradingActors.SimulatedVenue;

/// <summary>The little of the exchange's wallet interface that a spot client asks before it trades.</summary>
internal static class WalletMethods
{
    public const string RestrictionsName = "wallet.apiRestrictions";
    public const string StatusName = "wallet.systemStatus";

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
}
