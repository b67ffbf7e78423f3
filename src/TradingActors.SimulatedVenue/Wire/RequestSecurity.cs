using System.Globalization;

namespace TradingActors.SimulatedVenue;

/// <summary>Who is asking, and whether the request is theirs and fresh.</summary>
internal static class RequestSecurity
{
    private const decimal ReceiveWindowDefaultMs = 5_000m;
    private const decimal ReceiveWindowMaxMs = 60_000m;
    private const decimal AheadMaxMs = 1_000m;

    /// <summary>Fills in the call's account, or says what is wrong.</summary>
    public static VenueError? Authorize(ApiCall call, ApiSecurity security)
    {
        if (security == ApiSecurity.None) return null;
        var request = call.Request;
        var isAdHoc = request.IsRest || request.ApiKey is not null || security == ApiSecurity.SignedItself;
        if (!isAdHoc && call.Connection.LoggedOn is null) return VenueError.Missing("apiKey");
        var key = call.Connection.LoggedOn;
        if (!isAdHoc && !call.Venue.Keys.TryFind(key!.Text, out _)) return Revoke(call);
        if (isAdHoc && FindKey(call, out key) is { } badKey) return badKey;
        if (isAdHoc && !request.Has("signature")) return VenueError.Missing("signature");
        if (CheckTiming(request, call.Now.Wall) is { } badTiming) return badTiming;
        if (isAdHoc && !key!.Verifies(request.SignedPayload(), request["signature"]!))
            return VenueError.BadSignature;
        if (!call.Venue.Exchange.State.TryGetAccount(key!.Account, out var account))
            return VenueError.UnknownApiKey;
        call.Account = account;
        call.Key = key;
        return security == ApiSecurity.Trade && !key.CanTrade ? VenueError.UnknownApiKey : null;
    }

    /// <summary>
    /// The session's key is no longer good: the session ends, and the answer goes to nobody's id.
    /// </summary>
    private static VenueError Revoke(ApiCall call)
    {
        call.Connection.LoggedOn = null;
        call.Connection.AuthorizedSince = null;
        foreach (var subscription in call.Connection.Subscriptions.ToArray())
            if (subscription.FromLogon)
                call.Venue.UserStreams.Unsubscribe(call.Connection, subscription, call.Now);
        call.Request.Disown();
        return VenueError.UnknownApiKey;
    }

    private static VenueError? FindKey(ApiCall call, out ApiKeys.ApiKey? key)
    {
        key = null;
        if (call.Request.ApiKey is not { } text)
            return call.Request.IsRest ? VenueError.BadApiKeyFormat : VenueError.Missing("apiKey");
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return VenueError.BadApiKeyFormat;
        return call.Venue.Keys.TryFind(text, out key) ? null : VenueError.UnknownApiKey;
    }

    /// <summary>
    /// Fresh means <c>timestamp &lt; now + 1000 ms</c> and <c>now − timestamp ≤ recvWindow</c>. Both clocks
    /// are compared in microseconds, which a timestamp may come in.
    /// </summary>
    public static VenueError? CheckTiming(ApiRequest request, DateTimeOffset now)
    {
        if (request["timestamp"] is not { } text) return VenueError.Missing("timestamp");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp))
            return VenueError.IllegalCharacters("timestamp", OrderParameters.OrderIdRange);
        var windowMs = ReceiveWindowDefaultMs;
        if (request["recvWindow"] is { } windowText && !TryReadWindow(windowText, out windowMs))
            return VenueError.Missing("recvWindow");
        if (windowMs > ReceiveWindowMaxMs)
            return new VenueError(
                -1102, "'recvWindow' contains unexpected value. Cannot be greater than 60000.");
        var isMicroseconds = text.Length > 14;
        var sentMs = isMicroseconds ? timestamp / 1_000m : timestamp;
        var nowMs = isMicroseconds
            ? (now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10_000m
            : now.ToUnixTimeMilliseconds();
        if (sentMs >= nowMs + AheadMaxMs) return VenueError.TimestampAhead;
        return nowMs - sentMs > windowMs ? VenueError.TimestampOutside : null;
    }

    /// <summary>Milliseconds with at most three decimals; too many of them are not refused here.</summary>
    private static bool TryReadWindow(string text, out decimal windowMs) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out windowMs)
        && (windowMs > ReceiveWindowMaxMs || windowMs * 1_000m % 1m == 0m);
}
