using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

public sealed class PriceRangeTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    private readonly PriceRange _range = new();

    [Fact]
    public void is_empty_before_the_first_quote() => Assert.Equal((0m, 0m), _range.Over(5, Start));

    [Fact]
    public void spans_the_lowest_bid_and_the_highest_ask_of_the_minutes()
    {
        _range.Add(99m, 101m, Minute(0));
        _range.Add(95m, 96m, Minute(1));
        _range.Add(104m, 106m, Minute(2));
        Assert.Equal((95m, 106m), _range.Over(5, Minute(3)));
    }

    [Fact]
    public void forgets_what_is_older_than_the_minutes()
    {
        _range.Add(50m, 51m, Minute(0));
        _range.Add(99m, 101m, Minute(0.5));
        _range.Add(99m, 101m, Minute(1));
        Assert.Equal((50m, 101m), _range.Over(5, Minute(5)));
        Assert.Equal((99m, 101m), _range.Over(5, Minute(6)));
    }

    [Fact]
    public void a_quote_holds_until_the_next_one_however_long_that_takes()
    {
        _range.Add(50m, 51m, Minute(0));
        _range.Add(99m, 101m, Minute(400));
        Assert.Equal((50m, 101m), _range.Over(5, Minute(400)));
        Assert.Equal((50m, 101m), _range.Over(5, Minute(405)));
        Assert.Equal((99m, 101m), _range.Over(5, Minute(406)));
    }

    [Fact]
    public void a_longer_average_than_is_remembered_is_judged_by_what_is()
    {
        _range.Add(50m, 51m, Minute(0));
        _range.Add(99m, 101m, Minute(1));
        Assert.Equal((50m, 101m), _range.Over(600, Minute(PriceRange.MinutesMax)));
        Assert.Equal((50m, 101m), _range.Over(600, Minute(PriceRange.MinutesMax + 1)));
        Assert.Equal((99m, 101m), _range.Over(600, Minute(PriceRange.MinutesMax + 2)));
    }

    private static TimeSpan Minute(double minutes) => Start + TimeSpan.FromMinutes(minutes);
}
