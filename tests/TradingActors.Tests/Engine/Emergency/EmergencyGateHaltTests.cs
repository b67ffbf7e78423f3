using Akka.Actor;
using TradingActors.Engine.Emergency;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Emergency;

[Trait("Control", "C10")]
public class EmergencyGateHaltTests : GateTestBase
{
    [Fact]
    public void a_halt_passes_the_barrier_is_journaled_acknowledged_and_cancelled()
    {
        var gate = OpenDesk(StartEmergency());

        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        Assert.Equal("h1", Connection.ExpectMsg<GateBarrier>().HaltId);
        ExpectNoMsg(0);
        Connection.Reply(new BarrierPassed("h1", Main));

        var acknowledged = ExpectMsg<HaltAcknowledged>();
        Assert.Equal(HaltDurability.Journal, acknowledged.Durability);
        Assert.Equal([Main], acknowledged.ConnectionsClosed);
        Assert.Empty(acknowledged.ConnectionsSilent);
        Assert.Equal(new CancelUnderHalt("h1", Scope.Everything, "fire"),
            Orders.FishForMessage<CancelUnderHalt>(_ => true));
        Assert.Equal(TradingMode.Halted, Gate.For(Main, Venue).Mode);
    }

    [Fact]
    public void a_connection_that_does_not_answer_the_barrier_is_named_and_cancelled_all_the_same()
    {
        var gate = OpenDesk(StartEmergency());

        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        Connection.ExpectMsg<GateBarrier>();
        Advance(Settings.BarrierDeadline);

        Assert.Equal([Main], ExpectMsg<HaltAcknowledged>().ConnectionsSilent);
        Orders.FishForMessage<CancelUnderHalt>(_ => true);
    }

    [Fact]
    public void a_halt_waits_only_for_the_connections_in_its_scope()
    {
        var gate = OpenDesk(StartEmergency());
        var otherConnection = CreateTestProbe();
        gate.Tell(new DeskOpened(Second, Venue, otherConnection, CreateTestProbe()));

        gate.Tell(new Halt("h1", Scope.Account(Second), "fire", "me"), TestActor);
        otherConnection.ExpectMsg<GateBarrier>();
        otherConnection.Reply(new BarrierPassed("h1", Second));

        Assert.Equal([Second], ExpectMsg<HaltAcknowledged>().ConnectionsClosed);
        Connection.ExpectNoMsg(0);
        Assert.Equal(TradingMode.Active, Gate.For(Main, Venue).Mode);
    }

    [Fact]
    public void cancels_do_not_wait_for_the_journal_and_a_hanging_one_leaves_the_halt_in_the_file()
    {
        var gate = OpenDesk(StartEmergency());
        Journal(JournalBehaviour.Hangs);

        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        PassBarrier("h1");
        Orders.FishForMessage<CancelUnderHalt>(_ => true);
        ExpectNoMsg(0);
        Advance(Settings.JournalDeadline);

        Assert.Equal(HaltDurability.Local, ExpectMsg<HaltAcknowledged>().Durability);
        Assert.Equal("h1", Assert.Single(HaltFile.Read(HaltFilePath)).Id);
    }

    [Fact]
    public void the_halt_file_leaves_once_the_journal_has_its_halts()
    {
        var gate = OpenDesk(StartEmergency());
        Journal(JournalBehaviour.Hangs);
        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        PassBarrier("h1");
        Advance(Settings.JournalDeadline);
        ExpectMsg<HaltAcknowledged>();

        Journal(JournalBehaviour.Writes);

        AwaitAssert(() => Assert.False(File.Exists(HaltFilePath)));
        gate.Tell(new GetHalt("h1"), TestActor);
        Assert.Equal(HaltDurability.Journal, ExpectMsg<HaltView>().Durability);
        Assert.Empty(Gate.Unmerged);
    }

    [Fact]
    public void a_halt_that_neither_journal_nor_disk_took_is_acknowledged_as_not_durable()
    {
        var emergency = CreateTestProbe();
        var gate = StartGateAt(emergency, Path.Combine(HaltFilePath, "no", "such", "directory"));
        Open(gate, Main);

        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        PassBarrier("h1");
        Advance(Settings.JournalDeadline);

        Assert.Equal(HaltDurability.None, ExpectMsg<HaltAcknowledged>().Durability);
    }

    [Fact]
    public void a_halt_from_the_file_is_in_force_before_anything_else_and_goes_on_to_the_journal()
    {
        HaltFile.Write(HaltFilePath, [Held(TradingMode.Halted, id: "h-old")]);
        var emergency = CreateTestProbe();
        var gate = StartGate(emergency);

        Assert.Equal("h-old", emergency.FishForMessage<MergeHold>(_ => true).Hold.Id);
        gate.Tell(new HoldsInForce(7, []), emergency);
        gate.Tell(new GetEmergency(), TestActor);
        Assert.Equal(TradingMode.Halted, ExpectMsg<EmergencyView>().Mode);

        gate.Tell(new HoldsInForce(8, [Held(TradingMode.Halted, id: "h-old")]), emergency);
        gate.Tell(new Merged("h-old", 8), emergency);
        AwaitAssert(() => Assert.False(File.Exists(HaltFilePath)));
    }

    [Fact]
    public void does_not_start_on_a_halt_file_that_it_cannot_read()
    {
        File.WriteAllText(HaltFilePath, "{\"version\":1,\"holds\":[{\"cau");
        var gate = StartGate(CreateTestProbe());
        Watch(gate);

        ExpectTerminated(gate);
        Assert.Equal(TradingMode.Halted, Gate.View().Mode);
    }

    [Fact]
    public void a_halting_hold_from_another_node_starts_the_cancels_here_once()
    {
        var emergency = CreateTestProbe();
        var gate = StartGate(emergency);
        gate.Tell(new HoldsInForce(1, []), emergency);
        Open(gate, Main);
        Orders.ExpectMsg<ModeChanged>();

        var hold = Held(TradingMode.Halted, scope: Scope.Venue(Venue), id: "elsewhere");
        gate.Tell(new HoldsInForce(2, [hold]), emergency);
        gate.Tell(new HoldsInForce(3, [hold, Held(TradingMode.ReduceOnly, id: "more")]), emergency);

        Assert.Equal(TradingMode.Halted, Orders.ExpectMsg<ModeChanged>().Mode);
        Assert.Equal(
            new CancelUnderHalt("elsewhere", hold.Scope, hold.Reason), Orders.ExpectMsg<CancelUnderHalt>());
        Assert.Equal(2, Orders.ExpectMsg<ModeChanged>().Holds.Count);
        Orders.ExpectNoMsg(0);
    }

    [Fact]
    public void a_desk_that_opens_under_a_halt_cancels_what_it_finds()
    {
        var emergency = CreateTestProbe();
        var gate = StartGate(emergency);
        gate.Tell(new HoldsInForce(1, [Held(TradingMode.Halted, id: "h1")]), emergency);

        Open(gate, Main);

        Assert.Equal("h1", Orders.FishForMessage<CancelUnderHalt>(_ => true).HaltId);
    }

    [Theory]
    [InlineData(TradingMode.ReduceOnly)]
    [InlineData(TradingMode.CancelOnly)]
    public void a_looser_halt_leaves_the_working_orders_to_the_desk(TradingMode mode)
    {
        var gate = OpenDesk(StartEmergency());

        gate.Tell(new Halt("h1", Scope.Everything, "careful", "me", mode), TestActor);
        PassBarrier("h1");

        ExpectMsg<HaltAcknowledged>();
        Assert.Equal(mode, Orders.FishForMessage<ModeChanged>(m => m.Mode != TradingMode.Active).Mode);
        Orders.ExpectNoMsg(0);
    }

    [Fact]
    public void a_gate_without_a_beat_goes_stale_cancels_nothing_and_opens_with_the_next_one()
    {
        var emergency = CreateTestProbe();
        var gate = StartGate(emergency);
        gate.Tell(new HoldsInForce(1, []), emergency);
        Open(gate, Main);
        Orders.ExpectMsg<ModeChanged>();

        Advance(Settings.GateStaleAfter + Settings.BeatEvery);
        Assert.Equal(TradingMode.CancelOnly, Orders.ExpectMsg<ModeChanged>().Mode);
        Orders.ExpectNoMsg(0);
        Assert.True(Gate.View().IsStale);

        gate.Tell(new HoldsInForce(1, []), emergency);
        Assert.Equal(TradingMode.Active, Orders.ExpectMsg<ModeChanged>().Mode);
    }

    [Fact]
    public void reports_of_a_halt_are_kept_and_passed_on_until_complete()
    {
        var gate = OpenDesk(StartEmergency());
        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        PassBarrier("h1");
        ExpectMsg<HaltAcknowledged>();
        Orders.FishForMessage<CancelUnderHalt>(_ => true);

        var pending = new HaltReport("h1", Main, 0, 0, 2, 0, 0, [], [], IsComplete: false);
        var complete = new HaltReport("h1", Main, 1, 1, 0, 0, 0, [], [], IsComplete: true);
        Orders.Reply(pending);
        Orders.Reply(complete);

        Assert.Equal(pending, Listener.FishForMessage<HaltReport>(_ => true));
        Assert.Equal(complete, Listener.ExpectMsg<HaltReport>());
        gate.Tell(new GetHalt("h1"), TestActor);
        Assert.Equal([complete], ExpectMsg<HaltView>().Reports);
    }

    [Fact]
    public void the_same_halt_again_is_answered_the_same_and_done_once()
    {
        var gate = OpenDesk(StartEmergency());
        var halt = new Halt("h1", Scope.Everything, "fire", "me");
        gate.Tell(halt, TestActor);
        gate.Tell(halt, TestActor);
        PassBarrier("h1");
        var first = ExpectMsg<HaltAcknowledged>();
        gate.Tell(halt, TestActor);

        Assert.Same(first, ExpectMsg<HaltAcknowledged>());
        Assert.Same(first, ExpectMsg<HaltAcknowledged>());
        Orders.FishForMessage<CancelUnderHalt>(_ => true);
        Orders.ExpectNoMsg(0);
        Assert.Equal("h1", Assert.Single(Gate.View().Holds).Id);
        AwaitAssert(() => Assert.Equal(3, Gate.View().Version));
    }

    [Fact]
    public void a_second_halt_while_the_journal_hangs_gets_cancels_and_an_answer_of_its_own()
    {
        var gate = OpenDesk(StartEmergency());
        Journal(JournalBehaviour.Hangs);
        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        gate.Tell(new Halt("h2", Scope.Everything, "fire", "you"), TestActor);
        PassBarrier("h1");
        PassBarrier("h2");
        Advance(Settings.JournalDeadline);

        var answered = new[] { ExpectMsg<HaltAcknowledged>(), ExpectMsg<HaltAcknowledged>() };
        Assert.Equal(["h1", "h2"], answered.Select(a => a.HaltId).Order());
        Assert.Equal("h1", Orders.FishForMessage<CancelUnderHalt>(_ => true).HaltId);
        Assert.Equal("h2", Orders.FishForMessage<CancelUnderHalt>(_ => true).HaltId);
        Assert.Equal(["h1", "h2"], HaltFile.Read(HaltFilePath).Select(h => h.Id).Order());
    }

    [Fact]
    public void a_connection_that_throws_does_not_stop_the_halt()
    {
        var gate = StartGate(StartEmergency(), Listener);
        gate.Tell(new DeskOpened(Main, Venue, new ThrowingRef(), Orders));
        Open(gate, Second);
        AwaitAssert(() => Assert.True(Gate.View().IsRecovered));

        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        Connection.ExpectMsg<GateBarrier>();
        Connection.Reply(new BarrierPassed("h1", Second));
        Advance(Settings.BarrierDeadline);

        var acknowledged = ExpectMsg<HaltAcknowledged>();
        Assert.Equal([Second], acknowledged.ConnectionsClosed);
        Assert.Equal([Main], acknowledged.ConnectionsSilent);
        Assert.Equal(HaltDurability.Journal, acknowledged.Durability);
        Orders.FishForMessage<CancelUnderHalt>(_ => true);
    }

    /// <summary>A receiver whose every message fails at the sender.</summary>
    private sealed class ThrowingRef : MinimalActorRef
    {
        public override ActorPath Path { get; } = ActorPath.Parse("akka://broken/user/connection");

        public override IActorRefProvider Provider => throw new NotSupportedException();

        protected override void TellInternal(object message, IActorRef sender) =>
            throw new InvalidOperationException("this connection is broken");
    }
}
