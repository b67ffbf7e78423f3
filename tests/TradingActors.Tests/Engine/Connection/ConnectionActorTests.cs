using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Connection;

public sealed class ConnectionActorTests : ConnectionTestBase
{
    [Fact]
    public void an_order_passes_an_open_gate_and_is_written()
    {
        OpenReady();
        Send(Order("a1"));

        Assert.Equal(["place v-a1"], Commands(First));
    }

    [Fact]
    public void nothing_passes_a_gate_that_was_closed_before_the_write()
    {
        OpenReady();
        Switch.Latch(Halt());
        Send(Order("a1"));

        var stopped = Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told()));
        Assert.Equal("GATE_CLOSED", stopped.Code);
        Assert.Contains("test halt", stopped.Reason);
        Assert.Empty(Commands(First));
    }

    [Fact]
    public void cancels_pass_a_closed_gate()
    {
        OpenReady();
        Switch.Latch(Halt());
        Send(Cancel("a1"));

        Assert.Equal(["cancel v-a1"], Commands(First));
    }

    [Fact]
    public void only_reducing_orders_pass_in_reduce_only()
    {
        OpenReady();
        Switch.Latch(Halt() with { Mode = TradingMode.ReduceOnly });
        Send(Order("a1"), Order("a2") with { Reduces = true });

        Assert.Equal("v-a1", Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told())).Id.Value);
        Assert.Equal(["place v-a2"], Commands(First));
    }

    [Fact]
    public void the_barrier_waits_for_the_write_under_way_and_what_is_queued_is_not_sent()
    {
        OpenReady();
        First.Result = WriteResult.Pending;
        Send(Order("a1"), Order("a2"));
        Switch.Latch(Halt());
        Send(new GateBarrier("h1"));
        Assert.False(HasMessages);

        First.Result = WriteResult.Written;
        First.Listener!.OnWritten();
        Sync();

        Assert.Equal("h1", ExpectMsg<BarrierPassed>().HaltId);
        Assert.Equal("v-a2", Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told())).Id.Value);
        Assert.Equal(["place v-a1"], Commands(First));
    }

    [Fact]
    public void cancels_overtake_waiting_orders()
    {
        OpenReady();
        First.Result = WriteResult.Pending;
        Send(Order("a1"), Order("a2"), Cancel("a1"));

        First.Result = WriteResult.Written;
        First.Listener!.OnWritten();
        Sync();

        Assert.Equal(["place v-a1", "cancel v-a1", "place v-a2"], Commands(First));
    }

    [Fact]
    public void a_cancel_that_waits_already_waits_once()
    {
        OpenReady();
        First.Result = WriteResult.Pending;
        Send(Order("a1"), Cancel("a1"), Cancel("a1"), Cancel("a1"));

        First.Result = WriteResult.Written;
        First.Listener!.OnWritten();
        Send(Cancel("a1"));

        Assert.Equal(["place v-a1", "cancel v-a1", "cancel v-a1"], Commands(First));
    }

    [Fact]
    public void a_lost_connection_ends_what_was_written_as_unknown_and_what_waited_as_not_sent()
    {
        OpenReady();
        First.Result = WriteResult.Pending;
        Send(Order("a1"), Order("a2"), Cancel("a3"), new SendQuery(new QueryOpenOrders()));

        First.Listener!.OnClosed("reset by peer");

        var told = TakeAll();
        var stopped = Assert.IsType<OrderStoppedAtGate>(told[0]);
        Assert.Equal(("v-a2", "CONNECTION_LOST"), (stopped.Id.Value, stopped.Code));
        Assert.Equal("v-a3", Assert.IsType<CancelNotSent>(told[1]).Id.Value);
        Assert.Equal("v-a1", Assert.IsType<VenueOutcomeUnknown>(told[2]).Id.Value);
        Assert.Equal(ConnectionPhase.Disconnected, Assert.IsType<ConnectionChanged>(told[3]).Phase);
        Assert.Equal(4, told.Count);
    }

    [Fact]
    public void it_connects_again_with_a_new_session_and_sends_nothing_old()
    {
        OpenReady();
        First.Result = WriteResult.Pending;
        Send(Order("a1"), Order("a2"), Cancel("a1"), new SendQuery(new QueryOpenOrders()));
        First.Listener!.OnClosed("reset by peer");
        Advance(TimeSpan.FromSeconds(1));

        Ready(Second);
        Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(Commands(Second));
        Assert.True(Venue.Sessions[0].IsDisposed);
    }

    [Fact]
    public void an_order_without_a_session_is_not_sent()
    {
        Send(new OpenConnection(), Order("a1"));

        Assert.Equal("NO_SESSION", Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told())).Code);
    }

    [Fact]
    public void a_write_that_failed_is_unknown_and_the_connection_is_made_again()
    {
        OpenReady();
        First.Result = WriteResult.Failed;
        Send(Order("a1"));

        var told = TakeAll();
        Assert.Equal("v-a1", Assert.IsType<VenueOutcomeUnknown>(told[0]).Id.Value);
        Assert.Contains("write", Assert.IsType<ConnectionChanged>(told[1]).Reason);
    }

    [Fact]
    public void a_failed_session_closes_the_transport()
    {
        OpenReady();
        Hear(First, "fail");

        Assert.Contains("PONG_OVERDUE", Assert.Single(Phases()).Reason);
        Assert.True(First.IsClosed);
    }

    [Fact]
    public void a_half_open_connection_is_given_up_at_the_deadline_of_its_ping()
    {
        OpenReady();
        Send(Order("a1"));
        Venue.Sessions[0].NextDeadline = Clock.Now.Monotonic + TimeSpan.FromSeconds(10);

        Advance(TimeSpan.FromSeconds(9.9));
        Assert.Empty(TakeAll());
        Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal("v-a1", Assert.IsType<VenueOutcomeUnknown>(TakeAll()[0]).Id.Value);
        Assert.True(First.IsClosed);
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Venue.Connections.Count);
    }

    [Fact]
    public void a_connection_that_is_not_made_in_time_is_tried_again()
    {
        Send(new OpenConnection());
        Advance(Settings.OpenTimeout + TimeSpan.FromSeconds(1));

        Assert.True(First.IsClosed);
        Assert.Equal(2, Venue.Connections.Count);
    }

    [Fact]
    public void it_cancels_by_itself_what_it_wrote_and_nobody_ended()
    {
        OpenReady();
        Send(Order("a1"), Order("a2"), new OrderFinished(new VenueClientId("v-a1")),
            new CancelEverythingWritten("the journal is dead"));

        Assert.Equal(["place v-a1", "place v-a2", "cancel v-a2"], Commands(First));
    }

    [Fact]
    public void frames_of_an_earlier_connection_are_ignored()
    {
        OpenReady();
        var old = First.Listener!;
        old.OnClosed("reset by peer");
        Advance(TimeSpan.FromSeconds(1));
        Ready(Second);
        TakeAll();

        old.OnFrame("fail"u8);

        Assert.Empty(TakeAll());
    }

    [Fact]
    public void a_refused_key_is_named_tried_slowly_and_at_once_when_it_was_changed()
    {
        Send(new OpenConnection());
        Advance(TimeSpan.Zero);
        First.Listener!.OnOpened();
        Hear(First, "refuse");

        Assert.Contains("refuses the key", Phases()[^1].Reason);
        Advance(TimeSpan.FromSeconds(59));
        Assert.Single(Venue.Connections);
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, Venue.Connections.Count);
        Assert.Contains("-2015 invalid key", Phases()[^1].Reason);

        Second.Listener!.OnOpened();
        Hear(Second, "refuse");
        Send(new ReplaceSession("a new key"));
        Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(3, Venue.Connections.Count);
    }
}
