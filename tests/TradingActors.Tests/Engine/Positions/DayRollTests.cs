using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;
using Xunit;

namespace TradingActors.Tests.Engine.Positions;

public sealed class DayRollTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Symbol Eth = new("ETHUSDT");
    private static readonly DateOnly Day = new(2026, 3, 1);
    private static readonly TimeSpan At17 = TimeSpan.FromHours(17);
    private static readonly DateTimeOffset End = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);

    [Fact]
    public void a_day_ends_at_its_boundary_with_the_first_mark_seen_after_it()
    {
        var days = Since(End.AddHours(-3), lastDay: Day.AddDays(-1));
        days.See(Quote(Btc, 99m, End.AddMilliseconds(-1)));
        Assert.Empty(days.Take(End.AddMilliseconds(-1), [Btc]));
        Assert.Empty(days.Take(End, [Btc]));
        days.See(Quote(Btc, 100m, End.AddSeconds(1)));
        days.See(Quote(Btc, 101m, End.AddSeconds(2)));
        days.See(Quote(Eth, 5m, End.AddSeconds(2)));

        var rolled = Assert.Single(days.Take(End.AddSeconds(2), [Btc]));

        Assert.Equal((Day, End), (rolled.Day, rolled.At));
        Assert.Equal([new DayMark(Btc, new Price(100m), End.AddSeconds(1))], rolled.Marks);
        Assert.Empty(days.Take(End.AddSeconds(3), [Btc]));
    }

    [Fact]
    public void a_position_without_a_price_is_waited_for_and_then_left_without_a_mark()
    {
        var days = Since(End.AddHours(-3), lastDay: Day.AddDays(-1));
        days.See(Quote(Btc, 100m, End.AddSeconds(1)));
        Assert.Empty(days.Take(End.AddSeconds(2), [Btc, Eth]));

        var rolled = Assert.Single(days.Take(End + DayRoll.MarksWithin, [Btc, Eth]));

        Assert.Equal([Btc], rolled.Marks.Select(m => m.Symbol));
    }

    [Fact]
    public void a_flat_account_needs_no_mark() =>
        Assert.Empty(Assert.Single(Since(End.AddHours(-3), Day.AddDays(-1)).Take(End, [])).Marks);

    [Fact]
    public void days_that_ended_while_the_node_was_down_are_rolled_when_it_is_back()
    {
        var back = End.AddDays(2).AddHours(1);
        var days = Since(back, lastDay: Day.AddDays(-1));
        Assert.Empty(days.Take(back, [Btc]));
        days.See(Quote(Btc, 100m, back.AddSeconds(1)));

        var rolled = days.Take(back.AddSeconds(1), [Btc]);

        Assert.Equal([Day, Day.AddDays(1), Day.AddDays(2)], rolled.Select(r => r.Day));
        Assert.Equal([End, End.AddDays(1), End.AddDays(2)], rolled.Select(r => r.At));
        Assert.All(rolled, r => Assert.Equal(100m, Assert.Single(r.Marks).Price.Value));
    }

    [Fact]
    public void of_a_long_pause_the_latest_days_are_rolled()
    {
        var rolled = Since(End.AddDays(100), lastDay: Day).Take(End.AddDays(100), []);

        Assert.Equal(DayRoll.DaysMax, rolled.Count);
        Assert.Equal(Day.AddDays(100), rolled[^1].Day);
    }

    [Fact]
    public void the_first_day_begins_with_the_opening_balances()
    {
        var days = new DayRoll(At17, new AccountState().ToSnapshot(), End.AddDays(-1));
        Assert.Empty(days.Take(End.AddHours(1), []));
        days.Opened(End.AddHours(-1));
        days.Opened(End.AddHours(1));

        Assert.Equal(Day, Assert.Single(days.Take(End, [])).Day);
    }

    [Fact]
    [Trait("Control", "C09")]
    public void a_clock_that_goes_back_ends_no_day_again()
    {
        var days = Since(End.AddHours(-3), Day.AddDays(-1));
        Assert.Single(days.Take(End, []));
        Assert.Empty(days.Take(End.AddHours(-1), []));
        Assert.Empty(days.Take(End.AddHours(1), []));
    }

    private static DayRoll Since(DateTimeOffset now, DateOnly lastDay) => new(
        At17, new AccountState().ToSnapshot() with { HasOpeningBalances = true, LastDay = lastDay }, now);

    private static Quote Quote(Symbol symbol, decimal mid, DateTimeOffset at) => new(
        symbol, new Price(mid - 1m), new Quantity(1m), new Price(mid + 1m), new Quantity(1m), 1,
        new Instant(at, default));
}
