using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using Xunit;

namespace TradingActors.Tests.Engine.Health;

public sealed class HealthStateTests
{
    private static readonly HealthThreshold Ping = new(
        Meter.VenuePing, HealthFigure.P99, TimeSpan.FromMilliseconds(100), RaiseAfter: 3, ClearAfter: 2, TradingMode.CancelOnly);

    [Theory]
    [InlineData("", false)]
    [InlineData("++", false)]
    [InlineData("+++", true)]
    [InlineData("++-++", false)]
    [InlineData("+++-", true)]
    [InlineData("+++--", false)]
    [InlineData("+++-+-", true)]
    [InlineData("+++0", true)]
    [InlineData("+++00", false)]
    public void a_breach_needs_a_run_and_so_does_its_end(string intervals, bool breached)
    {
        var state = default(ThresholdState);
        foreach (var interval in intervals)
            state = state.Next(Ping, interval switch
            {
                '+' => TimeSpan.FromMilliseconds(101),
                '-' => TimeSpan.FromMilliseconds(100),
                _ => null,
            });

        Assert.Equal(breached, state.IsBreached);
    }

    [Fact]
    public void the_strictest_mode_of_a_cause_is_wanted_until_its_last_breach_has_passed()
    {
        var trip = Ping with { Meter = Meter.OrderRoundTrip, Mode = TradingMode.Halted, RaiseAfter = 1, ClearAfter = 1 };
        var state = new HealthState(Settings(Ping with { RaiseAfter = 1, ClearAfter = 1 }, trip));

        state.Observe((_, _) => TimeSpan.FromSeconds(1));
        Assert.Equal(TradingMode.Halted, state.WantedFor(HoldCause.OrderLatency));

        state.Observe((meter, _) => meter == Meter.VenuePing ? TimeSpan.FromSeconds(1) : null);
        Assert.Equal(TradingMode.CancelOnly, state.WantedFor(HoldCause.OrderLatency));

        state.Observe((_, _) => null);
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
    }

    internal static HealthSettings Settings(params HealthThreshold[] thresholds) => new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), 3, TimeSpan.FromSeconds(10), thresholds);
}
