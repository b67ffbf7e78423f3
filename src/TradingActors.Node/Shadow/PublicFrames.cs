using System.Text.Json;

namespace TradingActors.Node.Shadow;

/// <summary>
/// Which frames may go to a venue that is only looked at: requests for public data, by name. Anything else,
/// and anything that carries a key or a signature, may not.
/// </summary>
public static class PublicFrames
{
    private static readonly string[] Methods =
    [
        "ping", "time", "exchangeInfo", "depth", "trades.recent", "SUBSCRIBE", "UNSUBSCRIBE",
        "LIST_SUBSCRIPTIONS", "SET_PROPERTY", "GET_PROPERTY",
    ];

    private static readonly string[] Never = ["apiKey", "signature", "timestamp", "recvWindow"];

    public static bool Allows(ReadOnlySpan<byte> frame)
    {
        try
        {
            var json = new Utf8JsonReader(frame);
            var isNamed = false;
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (Is(json, Never) || (json.CurrentDepth > 1 && json.ValueTextEquals("method"u8)))
                    return false;
                if (json.CurrentDepth != 1 || !json.ValueTextEquals("method"u8))
                    continue;
                if (isNamed || !json.Read() || json.TokenType != JsonTokenType.String || !Is(json, Methods))
                    return false;
                isNamed = true;
            }

            return isNamed;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Is(in Utf8JsonReader json, string[] names)
    {
        foreach (var name in names)
            if (json.ValueTextEquals(name))
                return true;
        return false;
    }
}
