using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Rewrites a message for a client that asked for times in microseconds. The venue's own clock on the wire
/// has milliseconds, so that every time gets three zeros more.
/// </summary>
internal static class MicrosecondText
{
    /// <summary>Times of this century have so many digits in milliseconds; ids are shorter.</summary>
    private const int TimeDigits = 13;

    private static readonly HashSet<string> TimeNames = new(StringComparer.Ordinal)
    {
        "E", "T", "O", "C", "W", "D", "time", "transactTime", "workingTime", "updateTime", "serverTime",
        "openTime", "closeTime", "authorizedSince", "connectedSince",
    };

    /// <summary>A refusal's own times stay as they are: they tell when to come back.</summary>
    public static byte[] Rewrite(ReadOnlySpan<byte> message)
    {
        var ends = new List<int>();
        var reader = new Utf8JsonReader(message);
        var (name, kline, isAccountEvent, arrays) = ("", 0, false, 0);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    if (name == "error") reader.Skip();
                    if (name == "k") kline = reader.CurrentDepth;
                    break;
                case JsonTokenType.String:
                    isAccountEvent |= name == "e" && reader.ValueTextEquals("outboundAccountPosition"u8);
                    break;
                case JsonTokenType.StartArray: arrays++; break;
                case JsonTokenType.EndArray: arrays--; break;
                case JsonTokenType.EndObject when reader.CurrentDepth == kline: kline = 0; break;
                case JsonTokenType.Number when reader.ValueSpan.Length == TimeDigits:
                    var isTime = TimeNames.Contains(name)
                        || (name == "t" && kline > 0)
                        || (name == "u" && isAccountEvent)
                        || arrays > 1;
                    if (isTime) ends.Add((int)reader.BytesConsumed);
                    break;
            }
        }

        return Insert(message, ends);
    }

    private static byte[] Insert(ReadOnlySpan<byte> message, List<int> ends)
    {
        var result = new byte[message.Length + ends.Count * 3];
        var (from, to) = (0, 0);
        foreach (var end in ends)
        {
            message[from..end].CopyTo(result.AsSpan(to));
            to += end - from;
            "000"u8.CopyTo(result.AsSpan(to));
            to += 3;
            from = end;
        }

        message[from..].CopyTo(result.AsSpan(to));
        return result;
    }
}
