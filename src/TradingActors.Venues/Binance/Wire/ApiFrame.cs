using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>The outer fields of a WebSocket API frame, with the parts inside as they stand.</summary>
internal ref struct ApiFrame
{
    /// <summary>
    /// The id of the request that this answers; null in an event and where the venue sends none.
    /// </summary>
    public long? Id;

    public int Status;
    public ReadOnlySpan<byte> Result;
    public ReadOnlySpan<byte> Error;
    public ReadOnlySpan<byte> Event;

    /// <summary>What the venue has counted so far; empty where it was not asked to say.</summary>
    public ReadOnlySpan<byte> RateLimits;

    public readonly bool IsEvent => !Event.IsEmpty;

    public static bool TryRead(ReadOnlySpan<byte> frame, out ApiFrame answer, out string fault)
    {
        answer = default;
        var json = new JsonCursor(frame);
        json.EnterObject();
        while (json.NextField(out var name))
            switch (name)
            {
                case [(byte)'i', (byte)'d']:
                    answer.Id = json.PeekByte() == 'n' ? SkipNull(ref json)
                        : json.ReadInteger(out var id) ? id : null;
                    break;
                case [(byte)'e', (byte)'v', ..] when name.SequenceEqual("event"u8):
                    json.Skip(out answer.Event);
                    break;
                case [(byte)'e', (byte)'r', ..] when name.SequenceEqual("error"u8):
                    json.Skip(out answer.Error);
                    break;
                case [(byte)'s', ..] when name.SequenceEqual("status"u8):
                    json.ReadInteger(out var status);
                    answer.Status = (int)Math.Clamp(status, 0, 999);
                    break;
                case [(byte)'r', (byte)'e', ..] when name.SequenceEqual("result"u8):
                    json.Skip(out answer.Result);
                    break;
                case [(byte)'r', (byte)'a', ..] when name.SequenceEqual("rateLimits"u8):
                    json.Skip(out answer.RateLimits);
                    break;
                default:
                    json.Skip();
                    break;
            }

        return End(ref json, out fault);
    }

    /// <summary>Whether the whole text was read and sound; the fault otherwise.</summary>
    public static bool End(scoped ref JsonCursor json, out string fault)
    {
        var sound = json.AtEnd();
        fault = json.Fault ?? "";
        return sound;
    }

    private static long? SkipNull(scoped ref JsonCursor json)
    {
        json.Skip();
        return null;
    }
}
