using TradingActors.Engine.Positions;
using Xunit;

namespace TradingActors.Tests.Engine.Positions;

public sealed class TradingDayTests
{
    [Theory]
    [Trait("Control", "C09")]
    [InlineData("2026-03-01T00:00:00Z", "00:00", "2026-03-01")]
    [InlineData("2026-03-01T23:59:59.9999999Z", "00:00", "2026-03-01")]
    [InlineData("2026-03-02T00:00:00Z", "00:00", "2026-03-02")]
    [InlineData("2026-03-02T01:30:00+02:00", "00:00", "2026-03-01")]
    [InlineData("2026-03-01T16:59:59Z", "17:00", "2026-02-28")]
    [InlineData("2026-03-01T17:00:00Z", "17:00", "2026-03-01")]
    [InlineData("2026-03-02T16:59:59Z", "17:00", "2026-03-01")]
    public void is_the_utc_date_shifted_by_its_start(string at, string startsAt, string day) => Assert.Equal(
        DateOnly.Parse(day), TradingDay.Of(DateTimeOffset.Parse(at), TimeSpan.Parse(startsAt)));

    [Fact]
    public void begins_with_the_first_moment_that_belongs_to_it()
    {
        var startsAt = new TimeSpan(17, 30, 0);
        var day = new DateOnly(2026, 2, 28);

        var start = TradingDay.StartOf(day, startsAt);

        Assert.Equal(day, TradingDay.Of(start, startsAt));
        Assert.Equal(day.AddDays(-1), TradingDay.Of(start.AddTicks(-1), startsAt));
        Assert.Equal(day.AddDays(1), TradingDay.Of(start.AddDays(1), startsAt));
    }

    [Fact]
    public void a_moment_before_the_first_day_belongs_to_the_first() =>
        Assert.Equal(DateOnly.MinValue, TradingDay.Of(DateTimeOffset.MinValue, TimeSpan.FromHours(5)));
}
