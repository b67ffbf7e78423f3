using System.Globalization;

namespace TradingActors.SimulatedVenue;

/// <summary>Logging on, and subscribing to an account's events.</summary>
internal static class SessionMethods
{
    public static VenueError? LogOn(ApiCall call)
    {
        if (!call.Venue.Keys.TryFind(call.Request["apiKey"] ?? "", out var key))
            return VenueError.UnknownApiKey;
        if (!key.CanLogOn(call.Request["signature"] ?? "")) return VenueError.HmacCannotLogOn;
        call.Connection.LoggedOn = key;
        call.Connection.AuthorizedSince = call.Now.Wall;
        WriteSession(call);
        return null;
    }

    public static VenueError? Status(ApiCall call)
    {
        WriteSession(call);
        return null;
    }

    public static VenueError? LogOut(ApiCall call)
    {
        call.Connection.LoggedOn = null;
        call.Connection.AuthorizedSince = null;
        foreach (var subscription in call.Connection.Subscriptions.ToArray())
            if (subscription.FromLogon)
                call.Venue.UserStreams.Unsubscribe(call.Connection, subscription, call.Now);
        WriteSession(call);
        return null;
    }

    public static VenueError? Subscriptions(ApiCall call)
    {
        call.Json.WriteStartArray();
        foreach (var subscription in call.Connection.Subscriptions) WriteSubscription(call, subscription);
        call.Json.WriteEndArray();
        return null;
    }

    /// <summary>For the account that the session is logged on as.</summary>
    public static VenueError? Subscribe(ApiCall call) => call.Connection.LoggedOn is { } key
        ? Subscribe(call, key.Account, fromLogon: true)
        : VenueError.UnknownApiKey;

    /// <summary>For the account whose key signed the request.</summary>
    public static VenueError? SubscribeSigned(ApiCall call) =>
        Subscribe(call, call.Account.Name, fromLogon: false);

    public static VenueError? Unsubscribe(ApiCall call)
    {
        var ends = call.Connection.Subscriptions.ToArray();
        if (call.Request["subscriptionId"] is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                return VenueError.IllegalCharacters("subscriptionId", OrderParameters.OrderIdRange);
            ends = Array.FindAll(ends, subscription => subscription.Id == id);
            if (ends.Length == 0) return VenueError.SubscriptionInactive;
        }

        foreach (var subscription in ends)
            call.Venue.UserStreams.Unsubscribe(call.Connection, subscription, call.Now);
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return null;
    }

    private static VenueError? Subscribe(ApiCall call, string account, bool fromLogon)
    {
        var streams = call.Venue.UserStreams;
        if (UserStreams.IsSubscribed(call.Connection, account)) return VenueError.SubscriptionActive;
        if (call.Connection.Subscriptions.Count >= ApiConnection.SubscriptionsMax)
            return VenueError.TooManySubscriptions;
        if (call.Connection.NextSubscriptionId >= ApiConnection.SubscriptionIdsMax)
            return VenueError.NoSubscriptionIdLeft;
        WriteSubscription(call, streams.Subscribe(call.Connection, account, fromLogon));
        return null;
    }

    private static void WriteSubscription(ApiCall call, UserSubscription subscription)
    {
        call.Json.WriteStartObject();
        call.Json.WriteNumber("subscriptionId"u8, subscription.Id);
        call.Json.WriteEndObject();
    }

    private static void WriteSession(ApiCall call)
    {
        var json = call.Json;
        var connection = call.Connection;
        json.WriteStartObject();
        json.WriteString("apiKey"u8, connection.LoggedOn?.Text);
        if (connection.AuthorizedSince is { } since) json.WriteTime("authorizedSince"u8, since);
        else json.WriteNull("authorizedSince"u8);
        json.WriteTime("connectedSince"u8, connection.ConnectedAt.Wall);
        json.WriteBoolean("returnRateLimits"u8, connection.ReturnRateLimits);
        json.WriteTime("serverTime"u8, call.Now.Wall);
        json.WriteBoolean("userDataStream"u8, connection.Subscriptions.Count > 0);
        json.WriteEndObject();
    }
}
