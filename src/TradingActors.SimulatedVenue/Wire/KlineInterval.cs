using System.Globalization;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// A candlestick's span. Weeks begin on Mondays and months on their first; everything else is counted from
/// 1970. <paramref name="OffsetMs"/> is the time zone's distance from UTC.
/// </summary>
internal readonly record struct KlineInterval(string Name, long LengthMs, long OffsetMs = 0)
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>1970 began on a Thursday.</summary>
    private const long FirstMondayMs = 4 * Day;

    private static readonly Dictionary<string, long> Lengths = new(StringComparer.Ordinal)
    {
        ["1s"] = 1_000,
        ["1m"] = Minute,
        ["3m"] = 3 * Minute,
        ["5m"] = 5 * Minute,
        ["15m"] = 15 * Minute,
        ["30m"] = 30 * Minute,
        ["1h"] = Hour,
        ["2h"] = 2 * Hour,
        ["4h"] = 4 * Hour,
        ["6h"] = 6 * Hour,
        ["8h"] = 8 * Hour,
        ["12h"] = 12 * Hour,
        ["1d"] = Day,
        ["3d"] = 3 * Day,
        ["1w"] = 7 * Day,
        ["1M"] = 0,
    };

    public static KlineInterval OneDay { get; } = new("1d", Day);

    public bool IsSeconds => Name == "1s";

    private bool IsMonth => Name == "1M";

    public static bool TryParse(string? name, out KlineInterval interval)
    {
        interval = default;
        if (name is null || !Lengths.TryGetValue(name, out var length)) return false;
        interval = new KlineInterval(name, length);
        return true;
    }

    /// <summary>Hours, or hours and minutes, between −12:00 and +14:00: <c>8</c>, <c>-1:00</c>.</summary>
    public static bool TryParseZone(string text, out long offsetMs)
    {
        offsetMs = 0;
        var sign = text.StartsWith('-') ? -1 : 1;
        var parts = text.TrimStart('-', '+').Split(':');
        if (parts.Length > 2 || !TryWhole(parts[0], out var hours)) return false;
        var minutes = 0;
        if (parts.Length == 2 && (!TryWhole(parts[1], out minutes) || minutes > 59)) return false;
        offsetMs = sign * (hours * Hour + minutes * Minute);
        return offsetMs is >= -12 * Hour and <= 14 * Hour;

        static bool TryWhole(string part, out int value) =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>When the candlestick that holds a time opens.</summary>
    public long OpenOf(long ms)
    {
        var local = ms + OffsetMs;
        if (IsMonth)
        {
            var day = DateTimeOffset.FromUnixTimeMilliseconds(local);
            return new DateTimeOffset(day.Year, day.Month, 1, 0, 0, 0, TimeSpan.Zero)
                .ToUnixTimeMilliseconds() - OffsetMs;
        }

        var origin = Name == "1w" ? FirstMondayMs : 0;
        var into = (local - origin) % LengthMs;
        return local - (into < 0 ? into + LengthMs : into) - OffsetMs;
    }

    /// <summary>When the candlestick behind the one that opens at a time does.</summary>
    public long NextAfter(long openMs) => IsMonth
        ? DateTimeOffset.FromUnixTimeMilliseconds(openMs + OffsetMs).AddMonths(1).ToUnixTimeMilliseconds()
            - OffsetMs
        : openMs + LengthMs;
}
