using System.Globalization;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>An error answer: code, message and, for cancel-replace, how each leg went.</summary>
internal ref struct ApiError
{
    public int Code;
    public ReadOnlySpan<byte> RawMessage;

    /// <summary>When the venue takes requests again, in its own ms; zero where it did not say.</summary>
    public long RetryAfterMs;

    public ReadOnlySpan<byte> CancelResult;
    public ReadOnlySpan<byte> NewOrderResult;
    public ReadOnlySpan<byte> CancelResponse;
    public ReadOnlySpan<byte> NewOrderResponse;

    public readonly string CodeText => Code.ToString(CultureInfo.InvariantCulture);

    public readonly string Message =>
        RawMessage.IsEmpty ? "the venue gave no reason" : Utf8Interner.DecodeStart(RawMessage);

    public static bool TryRead(ReadOnlySpan<byte> text, out ApiError error, out string fault)
    {
        var read = default(ApiError);
        var hasCode = false;
        var json = new JsonCursor(text);
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("code"u8))
            {
                hasCode = json.ReadInteger(out var code);
                read.Code = (int)Math.Clamp(code, int.MinValue, int.MaxValue);
            }
            else if (name.SequenceEqual("msg"u8))
                json.ReadString(out read.RawMessage);
            else if (name.SequenceEqual("data"u8) && json.PeekByte() == '{')
                ReadData(ref json, ref read);
            else
                json.Skip();

        error = read;
        if (!ApiFrame.End(ref json, out fault))
            return false;
        fault = hasCode ? "" : "an error without a code";
        return hasCode;
    }

    /// <summary>Both legs of a cancel-replace, from a 200 result.</summary>
    public static bool TryReadLegs(ReadOnlySpan<byte> result, out ApiError legs, out string fault)
    {
        var read = default(ApiError);
        var json = new JsonCursor(result);
        ReadData(ref json, ref read);
        legs = read;
        return ApiFrame.End(ref json, out fault);
    }

    private static void ReadData(scoped ref JsonCursor json, ref ApiError error)
    {
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("retryAfter"u8))
                json.ReadInteger(out error.RetryAfterMs);
            else if (name.SequenceEqual("cancelResult"u8))
                json.ReadString(out error.CancelResult);
            else if (name.SequenceEqual("newOrderResult"u8))
                json.ReadString(out error.NewOrderResult);
            else if (name.SequenceEqual("cancelResponse"u8))
                json.Skip(out error.CancelResponse);
            else if (name.SequenceEqual("newOrderResponse"u8))
                json.Skip(out error.NewOrderResponse);
            else
                json.Skip();
    }
}
