using Akka.Actor;
using Akka.TestKit;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Health;

/// <summary>On virtual time: the scheduler is the test's, and the clock reads it.</summary>
public sealed class HealthActorTests : PatientTestKit
{
    private static readonly HealthThreshold Ping = new(
        Meter.VenuePing, HealthFigure.Max, TimeSpan.FromMilliseconds(100), 2, 1, TradingMode.CancelOnly);

    private readonly HealthMeters _meters = new();
    private readonly IActorRef _health;

    public HealthActorTests() : base("""
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        """)
    {
        _health = Sys.ActorOf(HealthActor.Props(
            _meters, HealthStateTests.Settings(Ping), [Some.Account], TestActor,
            [TestActor], new Clock(new SchedulerTime((TestScheduler)Sys.Scheduler))));
    }

    [Fact]
    public void a_breach_that_lasts_raises_a_hold_and_its_end_clears_it()
    {
        Interval(TimeSpan.FromMilliseconds(500));
        Assert.Empty(ExpectMsg<HealthView>().Breaches);

        Interval(TimeSpan.FromMilliseconds(500));
        var hold = ExpectMsg<RaiseHold>().Hold;
        Assert.Equal((HoldCause.OrderLatency, TradingMode.CancelOnly), (hold.Cause, hold.Mode));
        Assert.Equal(Scope.Account(Some.Account), hold.Scope);
        Assert.Contains("VenuePing", Assert.Single(ExpectMsg<HealthView>().Breaches));

        Interval(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HoldCause.OrderLatency, ExpectMsg<ClearHold>().Cause);
    }

    [Fact]
    public void what_an_earlier_life_may_have_raised_is_cleared_once_it_has_been_seen_to_be_well()
    {
        Interval(null);
        ExpectMsg<HealthView>();
        Interval(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HoldCause.OrderLatency, ExpectMsg<ClearHold>().Cause);
        ExpectMsg<HealthView>();

        Session(ConnectionPhase.Ready);
        Assert.Equal(HoldCause.VenueUnreachable, ExpectMsg<ClearHold>().Cause);
        Session(ConnectionPhase.Ready);
        Interval(TimeSpan.FromMilliseconds(1));
        ExpectMsg<HealthView>();
    }

    [Fact]
    public void a_session_that_stays_away_holds_its_account_until_it_is_back()
    {
        Session(ConnectionPhase.Disconnected);
        for (var second = 0; second < 5; second++)
            Interval(null);

        var hold = FishForMessage<RaiseHold>(_ => true).Hold;
        Assert.Equal((HoldCause.VenueUnreachable, Scope.Account(Some.Account)), (hold.Cause, hold.Scope));

        Session(ConnectionPhase.Ready);
        Assert.Equal(HoldCause.VenueUnreachable, FishForMessage<ClearHold>(_ => true).Cause);
    }

    [Fact]
    public void a_storm_of_rejects_halts_the_account()
    {
        Session(ConnectionPhase.Ready);
        ExpectMsg<ClearHold>();
        for (var i = 0; i < 5; i++)
        {
            var order = Some.Order($"a{i}", status: OrderStatus.RejectedByVenue);
            _health.Tell(new FromDesk(Some.Account, new OrderUpdated(
                order, new OrderRejectedByVenue(order.VenueId, "-2010", "no", Some.Time), i)));
        }

        var hold = ExpectMsg<RaiseHold>().Hold;
        Assert.Equal((HoldCause.RejectStorm, TradingMode.Halted), (hold.Cause, hold.Mode));
        Assert.False(hold.Cause.ClearsItself());
        ExpectNoMsg(0);
    }

    [Fact]
    public void one_that_was_restarted_asks_how_the_connections_stand()
    {
        var parent = CreateTestProbe();
        var health = parent.ChildActorOf(HealthActor.Props(
            _meters, HealthStateTests.Settings(Ping), [Some.Account], CreateTestProbe(), [],
            new Clock(new SchedulerTime((TestScheduler)Sys.Scheduler))));
        parent.ExpectNoMsg(0);

        health.Tell(Akka.Actor.Kill.Instance);
        health.Tell(new FromDesk(Some.Account, "anything"));

        parent.FishForMessage<GetConnections>(_ => true);
    }

    [Fact]
    public void totals_go_on_over_intervals()
    {
        Interval(TimeSpan.FromMilliseconds(10));
        FishForMessage<HealthView>(_ => true);
        Interval(TimeSpan.FromMilliseconds(20));

        var ping = ExpectMsg<HealthView>().Meters.Single(m => m.Meter == Meter.VenuePing);
        Assert.Equal((1, 2), (ping.Count, ping.CountTotal));
    }

    private void Session(ConnectionPhase phase) =>
        _health.Tell(new ConnectionChanged(Some.Account, phase, "test", 1, Some.Time));

    private void Interval(TimeSpan? ping)
    {
        if (ping is { } measured)
            _meters.Record(Meter.VenuePing, measured);

        // The single timer is set again by the actor's own turn, which must have come before time moves on.
        _health.Ask<HealthView>(new GetHealth()).Wait(TimeSpan.FromSeconds(5));
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(1));
        _health.Ask<HealthView>(new GetHealth()).Wait(TimeSpan.FromSeconds(5));
    }

    private sealed class SchedulerTime(TestScheduler scheduler) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => scheduler.Now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => scheduler.Now.UtcTicks;
    }
}
