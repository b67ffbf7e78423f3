using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using Xunit;

namespace TradingActors.Tests.Engine.Health;

public sealed class HealthStateTests
{
    private static readonly HealthThreshold Ping = new(
        Meter.VenuePing, HealthFigure.P99, TimeSpan.FromMilliseconds(100),
        RaiseAfter: 3, ClearAfter: 2, TradingMode.CancelOnly);

    [Theory]
    [InlineData("", false)]
    [InlineData("++", false)]
    [InlineData("+++", true)]
    [InlineData("++-++", false)]
    [InlineData("+++-", true)]
    [InlineData("+++--", false)]
    [InlineData("+++-+-", true)]
    public void a_breach_needs_a_run_and_so_does_its_end(string intervals, bool breached) =>
        Assert.Equal(breached, After(intervals, Ping).IsBreached);

    [Theory]
    [InlineData(Meter.OrderRoundTrip, false)]
    [InlineData(Meter.OrderToWire, false)]
    [InlineData(Meter.JournalWrite, false)]
    [InlineData(Meter.VenuePing, true)]
    [InlineData(Meter.MarketDataAge, true)]
    [InlineData(Meter.SchedulerLag, true)]
    public void silence_ends_a_breach_only_of_what_is_measured_by_trading(Meter meter, bool breached) =>
        Assert.Equal(breached, After("+++00", Ping with { Meter = meter }).IsBreached);

    [Fact]
    public void a_cause_is_clean_once_all_its_thresholds_have_been_within_for_long_enough()
    {
        var trip = Ping with { Meter = Meter.OrderRoundTrip, ClearAfter = 3 };
        var state = new HealthState(Settings(Ping, trip));
        for (var i = 0; i < 3; i++)
        {
            Assert.False(state.IsClean(HoldCause.OrderLatency));
            state.Observe((_, _) => TimeSpan.FromMilliseconds(1));
        }

        Assert.True(state.IsClean(HoldCause.OrderLatency));
    }

    [Fact]
    public void the_strictest_mode_of_a_cause_is_wanted_until_its_last_breach_has_passed()
    {
        var ping = Ping with { RaiseAfter = 1, ClearAfter = 1 };
        var trip = ping with { Meter = Meter.OrderRoundTrip, Mode = TradingMode.Halted };
        var state = new HealthState(Settings(ping, trip));

        state.Observe((_, _) => TimeSpan.FromSeconds(1));
        Assert.Equal(TradingMode.Halted, state.WantedFor(HoldCause.OrderLatency));

        state.Observe((meter, _) => meter == Meter.VenuePing ? TimeSpan.FromSeconds(1) : null);
        Assert.Equal(TradingMode.CancelOnly, state.WantedFor(HoldCause.OrderLatency));

        state.Observe((_, _) => TimeSpan.Zero);
        Assert.Null(state.WantedFor(HoldCause.OrderLatency));
    }

    [Fact]
    public void a_reject_storm_is_a_full_window()
    {
        var storm = new RejectStorm(3, TimeSpan.FromSeconds(10));

        Assert.False(storm.Add(TimeSpan.FromSeconds(0)));
        Assert.False(storm.Add(TimeSpan.FromSeconds(5)));
        Assert.False(storm.Add(TimeSpan.FromSeconds(11)));
        Assert.True(storm.Add(TimeSpan.FromSeconds(12)));
        Assert.False(storm.Add(TimeSpan.FromSeconds(12)));
    }

    private static ThresholdState After(string intervals, HealthThreshold threshold)
    {
        var state = default(ThresholdState);
        foreach (var interval in intervals)
            state = state.Next(threshold, interval switch
            {
                '+' => TimeSpan.FromMilliseconds(101),
                '-' => TimeSpan.FromMilliseconds(100),
                _ => null,
            });
        return state;
    }

    internal static HealthSettings Settings(params HealthThreshold[] thresholds) => new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), 3, TimeSpan.FromSeconds(10), thresholds);
}
