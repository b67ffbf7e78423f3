using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class KlineIntervalTests
{
    [Theory]
    [InlineData("1s", 0, "2024-02-29T13:47:31.5Z", "2024-02-29T13:47:31Z", "2024-02-29T13:47:32Z")]
    [InlineData("15m", 0, "2024-02-29T13:47:31Z", "2024-02-29T13:45:00Z", "2024-02-29T14:00:00Z")]
    [InlineData("1d", 0, "2024-02-29T13:47:31Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("1d", 8, "2024-02-29T17:00:00Z", "2024-02-29T16:00:00Z", "2024-03-01T16:00:00Z")]
    [InlineData("1w", 0, "2024-02-29T13:47:31Z", "2024-02-26T00:00:00Z", "2024-03-04T00:00:00Z")]
    [InlineData("1M", 0, "2024-02-29T13:47:31Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("1M", 8, "2024-02-29T16:00:00Z", "2024-02-29T16:00:00Z", "2024-03-31T16:00:00Z")]
    public void a_candlestick_opens_and_ends_where_it_should(
        string name, int zone, string at, string open, string next)
    {
        Assert.True(KlineInterval.TryParse(name, out var interval));
        interval = interval with { OffsetMs = zone * 3_600_000L };
        Assert.Equal(Ms(open), interval.OpenOf(Ms(at)));
        Assert.Equal(Ms(next), interval.NextAfter(Ms(open)));
        Assert.Equal(Ms(open), interval.OpenOf(Ms(next) - 1));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("8", 480)]
    [InlineData("-1:00", -60)]
    [InlineData("05:45", 345)]
    [InlineData("14:00", 840)]
    [InlineData("-12", -720)]
    public void a_zone_is_hours_or_hours_and_minutes(string text, int minutes)
    {
        Assert.True(KlineInterval.TryParseZone(text, out var offset));
        Assert.Equal(minutes * 60_000L, offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("14:01")]
    [InlineData("-12:30")]
    [InlineData("1:60")]
    [InlineData("1:2:3")]
    public void anything_else_is_none(string text) => Assert.False(KlineInterval.TryParseZone(text, out _));

    private static long Ms(string text) => DateTimeOffset.Parse(
        text, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
