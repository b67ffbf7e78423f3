using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Connection;

public sealed class SessionReplacementTests : ConnectionTestBase
{
    [Fact]
    public void the_first_goes_on_trading_until_the_second_is_ready_and_nobody_sees_a_gap()
    {
        Overlap();
        Send(Order("a1"));
        Second.Listener!.OnOpened();
        Send(Order("a2"));
        Hear(First, "accept v-a1", "accept v-a2");
        Ready(Second);
        Send(Order("a3"));

        Assert.Equal(["place v-a1", "place v-a2"], Commands(First));
        Assert.Equal(["place v-a3"], Commands(Second));
        var told = TakeAll();
        Assert.Empty(told.OfType<ConnectionChanged>());
        Assert.Empty(told.OfType<OrderStoppedAtGate>());
        Assert.Single(told.OfType<ReconcileNow>());
    }

    [Fact]
    public void the_first_is_kept_for_its_last_answers_and_then_closed()
    {
        Overlap();
        Send(Order("a1"));
        Ready(Second);
        Advance(TimeSpan.FromSeconds(3));
        Assert.False(First.IsClosed);
        Told();

        Hear(First, "accept v-a1");

        Assert.IsType<VenueAccepted>(Assert.Single(Told()));
        Assert.True(First.IsClosed);
        Assert.False(Second.IsClosed);
        Assert.True(Venue.Sessions[0].IsDisposed);
    }

    [Fact]
    public void what_the_first_leaves_without_an_answer_is_unknown_at_the_deadline()
    {
        Overlap();
        Send(Order("a1"));
        Ready(Second);
        Told();

        Advance(Settings.DrainMax - TimeSpan.FromSeconds(1));
        Assert.Empty(Told());
        Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("v-a1", Assert.IsType<VenueOutcomeUnknown>(Assert.Single(Told())).Id.Value);
        Assert.True(First.IsClosed);
    }

    [Fact]
    public void an_order_that_waited_for_the_first_socket_is_written_once_and_to_the_second()
    {
        Overlap();
        First.Result = WriteResult.Pending;
        Send(Order("a1"), Order("a2"));
        Ready(Second);
        First.Listener!.OnWritten();
        Hear(First, "accept v-a1");

        Assert.Equal(["place v-a1"], Commands(First));
        Assert.Equal(["place v-a2"], Commands(Second));
    }

    [Fact]
    public void losing_the_first_too_early_is_an_ordinary_loss_and_the_second_is_the_next_connection()
    {
        Overlap();
        Send(Order("a1"));
        Second.Listener!.OnOpened();
        TakeAll();

        First.Listener!.OnClosed("cut");

        var told = TakeAll();
        Assert.Equal("v-a1", Assert.IsType<VenueOutcomeUnknown>(told[0]).Id.Value);
        Assert.Equal([ConnectionPhase.Disconnected, ConnectionPhase.LoggingOn],
            told.OfType<ConnectionChanged>().Select(c => c.Phase));
        Send(Order("a2"));
        Assert.Equal("NO_SESSION", Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told())).Code);

        Hear(Second, "ready");
        Assert.Equal(ConnectionPhase.Ready, Assert.Single(Phases()).Phase);
        Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, Venue.Connections.Count);
    }

    [Fact]
    public void a_replacement_that_fails_is_tried_again_later_and_later_while_the_first_trades()
    {
        Overlap();
        for (var tries = 2; tries <= 6; tries++)
        {
            Assert.Equal(tries, Venue.Connections.Count);
            Venue.Last.Listener!.OnClosed("refused");
            Sync();
            Advance(TimeSpan.FromMilliseconds(150));
            Assert.Equal(tries, Venue.Connections.Count);
            Advance(TimeSpan.FromSeconds(10));
        }

        Send(Order("a1"));
        Assert.Equal(["place v-a1"], Commands(First));
        Assert.Empty(Phases());
        Ready(Venue.Last);
        Send(Order("a2"));
        Assert.Equal(["place v-a2"], Commands(Venue.Last));
    }

    [Fact]
    public void a_replacement_whose_key_is_refused_leaves_the_first_trading_and_is_tried_slowly()
    {
        OpenReady();
        Send(new ReplaceSession("key rotation"));
        Advance(TimeSpan.FromSeconds(1));
        Second.Listener!.OnOpened();
        Hear(Second, "refuse");
        Advance(TimeSpan.FromSeconds(58));

        Assert.Equal(2, Venue.Connections.Count);
        Send(Order("a1"));
        Assert.Equal(["place v-a1"], Commands(First));
        Assert.Empty(Phases());
        Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, Venue.Connections.Count);
    }

    [Fact]
    public void losing_the_second_while_the_first_is_whole_goes_back_to_the_first()
    {
        Overlap();
        Send(Order("a1"));
        Ready(Second);
        Send(Order("a2"));
        TakeAll();

        Second.Listener!.OnClosed("cut");
        Send(Order("a3"));

        var told = TakeAll();
        Assert.Equal("v-a2", Assert.Single(told.OfType<VenueOutcomeUnknown>()).Id.Value);
        Assert.Empty(told.OfType<ConnectionChanged>());
        Assert.Equal(["place v-a1", "place v-a3"], Commands(First));
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(3, Venue.Connections.Count);
    }

    [Fact]
    public void cancels_go_through_the_first_and_then_through_the_second()
    {
        Overlap();
        Send(Order("a1"), Cancel("a1"));
        Ready(Second);
        Send(Cancel("a1"));

        Assert.Equal(["place v-a1", "cancel v-a1"], Commands(First));
        Assert.Equal(["cancel v-a1"], Commands(Second));
    }

    [Fact]
    public void a_halt_closes_both_and_its_barrier_waits_for_the_writes_of_both()
    {
        Overlap();
        First.Result = WriteResult.Pending;
        Send(Order("a1"));
        Ready(Second);
        Second.Result = WriteResult.Pending;
        Send(Order("a2"), Order("a3"));
        Switch.Latch(Halt());
        Send(new GateBarrier("h1"));
        Told();

        First.Listener!.OnWritten();
        Sync();
        Assert.False(HasMessages);
        Second.Listener!.OnWritten();
        Sync();

        Assert.Equal("h1", ExpectMsg<BarrierPassed>().HaltId);
        Assert.Equal("v-a3", Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told())).Id.Value);
        Assert.Equal(["place v-a1"], Commands(First));
        Assert.Equal(["place v-a2"], Commands(Second));
    }

    [Fact]
    public void a_barrier_does_not_wait_for_a_replacement_that_has_carried_nothing()
    {
        Overlap();
        Second.Result = WriteResult.Pending;
        Second.Listener!.OnOpened();
        Send(new GateBarrier("h1"));

        Assert.Equal("h1", ExpectMsg<BarrierPassed>().HaltId);
    }

    [Fact]
    public void everything_written_is_cancelled_whichever_session_wrote_it()
    {
        Overlap();
        Send(Order("a1"));
        Ready(Second);
        Send(Order("a2"), new CancelEverythingWritten("the journal is dead"));

        Assert.Equal(["place v-a2", "cancel v-a1", "cancel v-a2"], Commands(Second));
    }

    [Fact]
    public void events_of_both_commute_and_a_transfer_counts_once()
    {
        Overlap();
        Second.Listener!.OnOpened();
        Hear(Second, "transfer 7");
        Hear(First, "transfer 7", "transfer 7");
        Send(Order("a1"));
        Ready(Second);
        Hear(Second, "transfer 7", "transfer 9");

        Assert.Equal([7m, 7m, 9m], Told().OfType<VenueTransfer>().Select(t => t.Change));
    }

    [Fact]
    public void silence_of_the_first_says_nothing_about_an_order_that_the_second_has_heard_of()
    {
        Overlap();
        Send(Order("a1"));
        Send(Order("a2"));
        Ready(Second);
        Hear(Second, "accept v-a1", "accept v-a2", "canceled v-a2");
        Told();

        First.Listener!.OnClosed("cut");

        Assert.Empty(Told());
        Assert.True(First.IsClosed);
    }

    [Fact]
    public void a_new_key_makes_a_replacement_again_that_was_begun_with_the_old_one()
    {
        Overlap();
        Send(new ReplaceSession("key rotation"));
        Advance(TimeSpan.FromSeconds(1));

        Assert.True(Second.IsClosed);
        Assert.Equal(3, Venue.Connections.Count);
    }

    [Fact]
    public void a_second_replacement_waits_until_the_first_is_drained()
    {
        Overlap();
        Send(Order("a1"));
        Ready(Second);
        Send(new ReplaceSession("key rotation"));
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, Venue.Connections.Count);

        Hear(First, "accept v-a1");
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(3, Venue.Connections.Count);
    }

    [Fact]
    public void stopping_closes_every_session_and_names_what_has_no_answer()
    {
        Overlap();
        Send(Order("a1"));
        Ready(Second);
        Send(Order("a2"));
        Told();

        Send(new StopConnection());

        ExpectMsg<ConnectionStopped>();
        Assert.Equal(["v-a1", "v-a2"], Told().Cast<VenueOutcomeUnknown>().Select(u => u.Id.Value));
        Assert.True(First.IsClosed && Second.IsClosed);
        Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, Venue.Connections.Count);
    }
}
