using Akka.Actor;
using TradingActors.Engine.Emergency;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Emergency;

public class EmergencyGateActorTests : GateTestBase
{
    [Fact]
    public void opens_the_gate_with_the_first_state_that_it_hears()
    {
        var account = Gate.For(Main, Venue);
        Assert.Equal(TradingMode.Halted, account.Mode);

        Open(StartGate(StartEmergency(), Listener), Main);

        AwaitAssert(() => Assert.Equal(TradingMode.Active, account.Mode));
        Listener.FishForMessage<ModeChanged>(m => m.Mode == TradingMode.Active);
        Orders.FishForMessage<ModeChanged>(m => m.Mode == TradingMode.Active);
    }

    [Fact]
    public void asks_to_be_heard_again_after_missed_beats()
    {
        var emergency = CreateTestProbe();
        var gate = StartGate(emergency);
        emergency.ExpectMsg<RegisterGate>();
        gate.Tell(new HoldsInForce(1, []), emergency);

        Advance(3 * Settings.BeatEvery);

        emergency.ExpectMsg<RegisterGate>();
    }

    [Fact]
    public void an_older_state_neither_loosens_nor_counts_as_a_beat()
    {
        var emergency = CreateTestProbe();
        var gate = StartGate(emergency);
        gate.Tell(new HoldsInForce(5, [Held(TradingMode.Halted)]), emergency);
        gate.Tell(new HoldsInForce(4, []), emergency);
        Settle();
        Assert.Equal((5, TradingMode.Halted), (Gate.View().Version, Gate.View().Mode));

        for (var i = 0; i < 6; i++)
        {
            Advance(Settings.BeatEvery);
            gate.Tell(new HoldsInForce(4, []), emergency);
        }

        Assert.True(Gate.View().IsStale);
    }

    [Fact]
    public void a_resume_is_refused_while_a_halt_is_not_journaled()
    {
        var emergency = CreateTestProbe();
        var gate = StartGate(emergency);
        gate.Tell(new HoldsInForce(1, [Held(TradingMode.Halted)]), emergency);
        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), CreateTestProbe());

        gate.Tell(new Resume(Scope.Everything, "done", "me"), TestActor);

        Assert.Equal(ResumeCodes.LatchUnmerged, ExpectMsg<ResumeRefused>().Code);
    }

    [Fact]
    public void a_resume_is_refused_by_a_gate_that_does_not_hear_the_stream()
    {
        StartGate(CreateTestProbe()).Tell(new Resume(Scope.Everything, "done", "me"), TestActor);

        Assert.Equal(ResumeCodes.StreamUnreachable, ExpectMsg<ResumeRefused>().Code);
    }

    [Fact]
    public void a_resume_on_another_version_is_refused_and_one_on_the_right_version_opens()
    {
        var gate = OpenDesk(StartEmergency());
        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        PassBarrier("h1");
        ExpectMsg<HaltAcknowledged>();

        gate.Tell(new Resume(Scope.Everything, "done", "me", ExpectedVersion: 1), TestActor);
        var refused = ExpectMsg<ResumeRefused>();
        Assert.Equal(ResumeCodes.VersionChanged, refused.Code);
        Assert.EndsWith("changed at 2", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(TradingMode.Halted, Gate.For(Main, Venue).Mode);

        gate.Tell(new Resume(Scope.Everything, "done", "me", ExpectedVersion: 2), TestActor);
        var account = Gate.For(Main, Venue);
        Assert.Equal(TradingMode.CancelOnly, ExpectMsg<Resumed>().ModeNow);
        Assert.Equal(TradingMode.CancelOnly, account.Mode);
        account.Climbs(account.Lifts);
        Assert.Equal(TradingMode.Active, account.Mode);
    }

    [Fact]
    public void a_self_clearing_hold_is_brought_on_until_merged_and_its_clear_until_taken()
    {
        var emergency = CreateTestProbe();
        var gate = StartGate(emergency);
        gate.Tell(new HoldsInForce(1, []), emergency);
        emergency.ExpectMsg<RegisterGate>();
        gate.Tell(new RaiseHold(Held(TradingMode.CancelOnly, HoldCause.OrderLatency)));
        var raised = emergency.ExpectMsg<MergeHold>();
        Assert.Equal(TradingMode.CancelOnly, Gate.View().Mode);

        Advance(Settings.BeatEvery);
        Assert.Equal(raised, emergency.ExpectMsg<MergeHold>());

        gate.Tell(new ClearHold(HoldCause.OrderLatency, Scope.Everything, "passed"));
        var clear = emergency.ExpectMsg<MergeClear>();
        Assert.Equal(TradingMode.Active, Gate.View().Mode);
        Advance(Settings.BeatEvery);
        Assert.Equal(clear, emergency.FishForMessage<MergeClear>(_ => true));

        gate.Tell(new Merged(clear.Id, 1), emergency);
        gate.Tell(new HoldsInForce(1, []), emergency);
        Advance(Settings.BeatEvery);
        emergency.ExpectNoMsg(0);
    }

    [Fact]
    public void an_automatic_hold_that_needs_a_person_is_not_cleared_by_the_engine()
    {
        var gate = OpenDesk(StartEmergency());
        gate.Tell(new RaiseHold(Held(TradingMode.Halted, HoldCause.DailyLoss, Scope.Account(Main))));
        Connection.Reply(new BarrierPassed(Connection.ExpectMsg<GateBarrier>().HaltId, Main));
        Orders.FishForMessage<CancelUnderHalt>(_ => true);

        gate.Tell(new ClearHold(HoldCause.DailyLoss, Scope.Account(Main), "recovered"));
        gate.Tell(new GetEmergency(), TestActor);

        ExpectMsg<EmergencyView>();
        Assert.Equal(TradingMode.Halted, Gate.For(Main, Venue).Mode);
    }
}
