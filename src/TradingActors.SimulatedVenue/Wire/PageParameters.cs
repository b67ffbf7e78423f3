using System.Globalization;

namespace TradingActors.SimulatedVenue;

/// <summary>Which rows of public data a request wants: from a time, to a time, and how many.</summary>
internal readonly record struct PageParameters(long? StartMs, long? EndMs, long? FromId, int Limit)
{
    private const int LimitDefault = 500;
    private const int LimitMax = 1_000;

    public static VenueError? Read(ApiRequest request, out PageParameters page)
    {
        page = default;
        if (ReadWhole(request, "limit", out var limit) is { } badLimit) return badLimit;
        if (limit < 1) return VenueError.Missing("limit");
        if (ReadWhole(request, "startTime", out var start) is { } badStart) return badStart;
        if (ReadWhole(request, "endTime", out var end) is { } badEnd) return badEnd;
        if (ReadWhole(request, "fromId", out var fromId) is { } badId) return badId;
        page = new PageParameters(
            Milliseconds(start), Milliseconds(end), fromId,
            (int)Math.Min(limit ?? LimitDefault, LimitMax));
        return null;
    }

    public bool Covers(long ms) => (StartMs is null || ms >= StartMs) && (EndMs is null || ms <= EndMs);

    /// <summary>The oldest where a beginning was given, otherwise the newest; always oldest first.</summary>
    public List<T> Of<T>(List<T> rows)
    {
        if (rows.Count <= Limit) return rows;
        return FromId is not null || StartMs is not null
            ? rows.GetRange(0, Limit)
            : rows.GetRange(rows.Count - Limit, Limit);
    }

    /// <summary>Times come in milliseconds or microseconds.</summary>
    private static long? Milliseconds(long? time) => time > 99_999_999_999_999 ? time / 1_000 : time;

    private static VenueError? ReadWhole(ApiRequest request, string name, out long? value)
    {
        value = null;
        if (request[name] is not { } text) return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return VenueError.IllegalCharacters(name, OrderParameters.OrderIdRange);
        value = number;
        return null;
    }
}
