using System.Globalization;

namespace TradingActors.Venues.Binance;

/// <summary>Deadlines compared, and spans said in a reason.</summary>
internal static class Spans
{
    public static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    public static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    public static string Seconds(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
