using System.Globalization;
using TradingActors.Domain;
using TradingActors.Engine.MarketData;
using Xunit;

namespace TradingActors.Tests.Engine.MarketData;

public sealed class UnreadableFramesTests
{
    private static readonly Instant Start = new(DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));

    private readonly UnreadableFrames _frames = new();

    [Fact]
    public void each_reason_is_worth_one_line_a_minute()
    {
        Assert.True(IsWorthALine("a", 0));
        Assert.False(IsWorthALine("a", 59));
        Assert.True(IsWorthALine("b", 59));
        Assert.True(IsWorthALine("a", 60));
        Assert.Equal(4, _frames.Count);
    }

    [Fact]
    public void beyond_the_bound_all_further_reasons_share_one_line()
    {
        for (var i = 0; i < 256; i++)
            Assert.True(IsWorthALine(i.ToString(CultureInfo.InvariantCulture), 0));

        Assert.True(IsWorthALine("one more", 0));
        Assert.False(IsWorthALine("and another", 0));
        Assert.False(IsWorthALine("255", 0));
    }

    private bool IsWorthALine(string reason, int seconds) => _frames.IsWorthALine(
        new VenueFrameUnreadable(reason, "excerpt", Start.Wall), Start.Plus(TimeSpan.FromSeconds(seconds)));
}
