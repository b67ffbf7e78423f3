using Akka.Actor;
using Akka.TestKit;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Health;

/// <summary>
/// Every cause that the meters raise, through its raise, its hysteresis and its end: two bad intervals raise
/// it once, one good interval among bad ones clears nothing, two good ones in a row clear it once.
/// </summary>
[Trait("Control", "C13")]
public sealed class HealthCausesTests : PatientTestKit
{
    private static readonly TimeSpan Bad = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Good = TimeSpan.FromMilliseconds(1);

    private readonly HealthMeters _meters = new();
    private readonly StepTime _time = new();

    public HealthCausesTests() : base("""
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        """)
    {
    }

    public static TheoryData<Meter, HoldCause> Meters => new()
    {
        { Meter.OrderRoundTrip, HoldCause.OrderLatency },
        { Meter.OrderToWire, HoldCause.OrderLatency },
        { Meter.VenuePing, HoldCause.OrderLatency },
        { Meter.JournalWrite, HoldCause.NodeLatency },
        { Meter.MarketDataAge, HoldCause.StaleMarketData },
        { Meter.VenueClockOffset, HoldCause.ClockOffset },
    };

    [Theory]
    [MemberData(nameof(Meters))]
    public void is_raised_once_survives_one_good_interval_and_clears_by_itself(Meter meter, HoldCause cause)
    {
        var health = Start(meter);
        Interval(health, meter, Bad);
        Assert.Empty(Told<RaiseHold>());

        Interval(health, meter, Bad);
        var hold = Assert.Single(Told<RaiseHold>()).Hold;
        Assert.Equal((cause, TradingMode.CancelOnly, Scope.Account(Some.Account)),
            (hold.Cause, hold.Mode, hold.Scope));
        Assert.Equal(HoldRaiser.Health, HoldCauses.Of(cause).Raiser);

        foreach (var value in new[] { Bad, Good, Bad, Good })
            Interval(health, meter, value);
        Assert.Empty(Told<object>());

        Interval(health, meter, Good);
        Assert.Equal(cause, Assert.Single(Told<ClearHold>()).Cause);
        Interval(health, meter, Good);
        Assert.Empty(Told<object>());
    }

    [Fact]
    public void a_node_whose_timers_come_late_says_so_of_itself()
    {
        var health = Start(Meter.SchedulerLag);
        _time.Lag = TimeSpan.FromSeconds(5);
        Interval(health, null, default);
        Interval(health, null, default);

        Assert.Equal(HoldCause.NodeLatency, Assert.Single(Told<RaiseHold>()).Hold.Cause);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public void a_wall_clock_that_jumps_neither_raises_nor_clears(int days)
    {
        var health = Start(Meter.VenuePing);
        Interval(health, Meter.VenuePing, Bad);
        _time.Jump(TimeSpan.FromDays(days));
        Interval(health, Meter.VenuePing, Good);
        Assert.Empty(Told<RaiseHold>());

        Interval(health, Meter.VenuePing, Bad);
        Interval(health, Meter.VenuePing, Bad);
        Told<object>();
        _time.Jump(TimeSpan.FromDays(-days));
        Interval(health, Meter.VenuePing, Good);
        Assert.Empty(Told<object>());
    }

    [Fact]
    public void clears_no_cause_that_somebody_else_raises()
    {
        HealthThreshold[] all = [.. Meters.Select(row => Threshold((Meter)row[0]))];
        var health = Start(all);
        for (var i = 0; i < 3; i++)
        {
            foreach (var row in Meters)
                _meters.Record((Meter)row[0], Good);
            Interval(health, null, default);
        }

        var cleared = Told<ClearHold>();
        Assert.NotEmpty(cleared);
        Assert.All(cleared, c => Assert.Equal(HoldRaiser.Health, HoldCauses.Of(c.Cause).Raiser));
    }

    private static HealthThreshold Threshold(Meter meter) => new(
        meter, HealthFigure.Max, TimeSpan.FromSeconds(2), RaiseAfter: 2, ClearAfter: 2, TradingMode.CancelOnly);

    private IActorRef Start(Meter meter) => Start([Threshold(meter)]);

    /// <summary>The venue is never out of reach here: that has tests of its own.</summary>
    private IActorRef Start(HealthThreshold[] thresholds) => Sys.ActorOf(HealthActor.Props(_meters,
        HealthStateTests.Settings(thresholds) with { VenueUnreachableAfter = TimeSpan.FromDays(1) },
        [Some.Account], TestActor, [], new Clock(_time)));

    private void Interval(IActorRef health, Meter? meter, TimeSpan value)
    {
        Sync(health);
        if (meter is { } measured)
            _meters.Record(measured, value);
        _time.Pass(TimeSpan.FromSeconds(1));
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(1));
        Sync(health);
    }

    /// <summary>Asked by a probe, so that what the gate was told stands alone in the test's own box.</summary>
    private void Sync(IActorRef health)
    {
        var probe = CreateTestProbe();
        health.Tell(new GetHealth(), probe);
        probe.ExpectMsg<HealthView>();
    }

    private List<T> Told<T>()
    {
        var told = new List<T>();
        while (HasMessages)
            if (ReceiveOne(TimeSpan.Zero) is T message)
                told.Add(message);
        return told;
    }

    /// <summary>Two clocks that move on request: the wall jumps alone, and timers can come late.</summary>
    private sealed class StepTime : TimeProvider
    {
        private TimeSpan _passed;
        private TimeSpan _wall;

        public TimeSpan Lag { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Some.Time.AddYears(10) + _passed + _wall;

        public override long GetTimestamp() => _passed.Ticks;

        public void Pass(TimeSpan span) => _passed += span + Lag;

        public void Jump(TimeSpan span) => _wall += span;
    }
}
