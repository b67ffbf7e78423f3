using TradingActors.Domain;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>
/// The <c>rateLimits</c> of an answer (with counts) and of <c>exchangeInfo</c> (limits alone). A kind or an
/// interval that is not known is passed over: the venue counts more things than we need to.
/// </summary>
internal static class RateLimitReader
{
    /// <summary>One call of <paramref name="sink"/> a window; false when the text is not sound.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, IRateLimitSink sink, out string fault)
    {
        var json = new JsonCursor(text);
        Read(ref json, sink);
        return ApiFrame.End(ref json, out fault);
    }

    /// <summary>As <see cref="TryRead"/>, of an array in the middle of a text.</summary>
    public static void Read(scoped ref JsonCursor json, IRateLimitSink sink)
    {
        json.EnterArray();
        while (json.NextElement())
            if (ReadOne(ref json) is { } usage)
                sink.Counted(usage);
    }

    private static RateUsage? ReadOne(scoped ref JsonCursor json)
    {
        ReadOnlySpan<byte> type = default, interval = default;
        long count = 0, number = 0, limit = 0;
        bool hasCount = false, hasLimit = false;
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("rateLimitType"u8))
                json.ReadString(out type);
            else if (name.SequenceEqual("interval"u8))
                json.ReadString(out interval);
            else if (name.SequenceEqual("intervalNum"u8))
                json.ReadInteger(out number);
            else if (name.SequenceEqual("limit"u8))
                hasLimit = json.ReadInteger(out limit);
            else if (name.SequenceEqual("count"u8))
                hasCount = json.ReadInteger(out count);
            else
                json.Skip();

        if (json.Fault is not null || !hasLimit
            || limit is <= 0 or > int.MaxValue || count is < 0 or > int.MaxValue
            || !TryKind(type, out var kind) || !TryWindow(interval, number, out var window))
            return null;
        return new RateUsage(kind, window, (int)limit, hasCount ? (int)count : null);
    }

    private static bool TryKind(ReadOnlySpan<byte> type, out RateKind kind)
    {
        (kind, var known) = type switch
        {
            _ when type.SequenceEqual("REQUEST_WEIGHT"u8) => (RateKind.RequestWeight, true),
            _ when type.SequenceEqual("ORDERS"u8) => (RateKind.Orders, true),
            _ when type.SequenceEqual("RAW_REQUESTS"u8) => (RateKind.RawRequests, true),
            _ when type.SequenceEqual("CONNECTIONS"u8) => (RateKind.Connections, true),
            _ => (default, false),
        };
        return known;
    }

    private static bool TryWindow(ReadOnlySpan<byte> interval, long number, out TimeSpan window)
    {
        var unit = interval switch
        {
            _ when interval.SequenceEqual("SECOND"u8) => TimeSpan.FromSeconds(1),
            _ when interval.SequenceEqual("MINUTE"u8) => TimeSpan.FromMinutes(1),
            _ when interval.SequenceEqual("HOUR"u8) => TimeSpan.FromHours(1),
            _ when interval.SequenceEqual("DAY"u8) => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        window = number is > 0 and <= 1_000 ? unit * number : TimeSpan.Zero;
        return window > TimeSpan.Zero;
    }
}
