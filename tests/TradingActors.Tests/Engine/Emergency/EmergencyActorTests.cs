using Akka.Actor;
using TradingActors.Engine.Emergency;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Emergency;

public class EmergencyActorTests : EmergencyTestBase
{
    [Fact]
    public void takes_the_initial_mode_once_on_an_empty_stream()
    {
        var emergency = StartEmergency(Settings with { InitialMode = TradingMode.Halted });
        emergency.Tell(new RegisterGate(), TestActor);
        var first = ExpectMsg<HoldsInForce>();
        Kill(emergency);

        var again = StartEmergency(Settings with { InitialMode = TradingMode.Active });
        again.Tell(new RegisterGate(), TestActor);

        Assert.Equal(
            (HoldCause.InitialMode, TradingMode.Halted), (first.Holds[0].Cause, first.Holds[0].Mode));
        Assert.Equivalent(first, ExpectMsg<HoldsInForce>());
    }

    [Fact]
    public void starts_open_when_told_so_and_never_takes_the_initial_mode_later()
    {
        var emergency = StartEmergency();
        emergency.Tell(new RegisterGate(), TestActor);
        Assert.Empty(ExpectMsg<HoldsInForce>().Holds);
        Kill(emergency);

        var again = StartEmergency(Settings with { InitialMode = TradingMode.Halted });
        again.Tell(new RegisterGate(), TestActor);
        Assert.Equal(1, ExpectMsg<HoldsInForce>(s => Assert.Empty(s.Holds)).Version);
    }

    [Fact]
    public void a_halt_survives_a_restart()
    {
        var emergency = StartEmergency();
        emergency.Tell(new MergeHold(Held(TradingMode.Halted, id: "h1")), TestActor);
        ExpectMsg<HoldsInForce>();
        Assert.Equal(new Merged("h1", 2), ExpectMsg<Merged>());
        Kill(emergency);

        StartEmergency().Tell(new RegisterGate(), TestActor);

        Assert.Equal(Held(TradingMode.Halted, id: "h1"), Assert.Single(ExpectMsg<HoldsInForce>().Holds));
    }

    [Fact]
    public void speaks_every_beat_to_every_gate()
    {
        var emergency = StartEmergency();
        var second = CreateTestProbe();
        emergency.Tell(new RegisterGate(), TestActor);
        emergency.Tell(new RegisterGate(), second);
        ExpectMsg<HoldsInForce>();
        second.ExpectMsg<HoldsInForce>();

        Advance(Settings.BeatEvery);

        ExpectMsg<HoldsInForce>();
        second.ExpectMsg<HoldsInForce>();
    }

    [Fact]
    public void tells_every_gate_before_it_answers_the_one_that_asked()
    {
        var emergency = StartEmergency();
        emergency.Tell(new MergeHold(Held(TradingMode.CancelOnly, id: "h1")), TestActor);
        Assert.Single(ExpectMsg<HoldsInForce>().Holds);
        ExpectMsg<Merged>();

        emergency.Tell(ResumeAll, TestActor);

        Assert.Empty(ExpectMsg<HoldsInForce>().Holds);
        var resumed = Assert.IsType<Resumed>(ExpectMsg<ResumeAnswered>().Answer);
        Assert.Equal((3, TradingMode.Active), (resumed.Version, resumed.ModeNow));
    }

    [Fact]
    public void a_raise_that_is_delivered_again_after_the_resume_does_not_raise_again()
    {
        var emergency = StartEmergency();
        emergency.Tell(new MergeHold(Held(TradingMode.Halted, id: "h1")), TestActor);
        emergency.Tell(ResumeAll, TestActor);
        emergency.Tell(new MergeHold(Held(TradingMode.Halted, id: "h1")), TestActor);
        ReceiveN(4);

        Assert.Equal(new Merged("h1", 3), ExpectMsg<Merged>());
    }

    [Fact]
    [Trait("Control", "C12")]
    public void a_resume_that_waits_for_a_second_person_survives_a_restart()
    {
        var settings = Settings with { ResumeByTwo = true };
        var emergency = StartEmergency(settings);
        emergency.Tell(new MergeHold(Held(TradingMode.Halted, id: "h1")), TestActor);
        emergency.Tell(ResumeAll, TestActor);
        var pending = Assert.IsType<ResumePending>(FishForMessage<ResumeAnswered>(_ => true).Answer);
        Kill(emergency);

        var again = StartEmergency(settings);
        again.Tell(new RegisterGate(), TestActor);
        Assert.Equal([pending.Approval], ExpectMsg<HoldsInForce>().Pending!);
        Approve(again, pending.Approval.Id, "ME ");
        Assert.Equal(ApprovalCodes.SamePerson,
            Assert.IsType<ResumeRefused>(ExpectMsg<ResumeAnswered>().Answer).Code);
        Approve(again, pending.Approval.Id, "you");
        Assert.Empty(ExpectMsg<HoldsInForce>().Holds);
        var resumed = Assert.IsType<Resumed>(ExpectMsg<ResumeAnswered>().Answer);
        Assert.Equal((4, TradingMode.Active), (resumed.Version, resumed.ModeNow));
    }

    [Theory]
    [InlineData(JournalBehaviour.Fails)]
    [InlineData(JournalBehaviour.Rejects)]
    public void stops_when_it_cannot_persist_and_answers_nothing(JournalBehaviour behaviour)
    {
        var emergency = StartEmergency();
        emergency.Tell(new RegisterGate(), TestActor);
        ExpectMsg<HoldsInForce>();
        Journal(behaviour);
        Watch(emergency);

        emergency.Tell(new MergeHold(Held(TradingMode.Halted, id: "h1")), TestActor);

        ExpectTerminated(emergency);
    }

    [Fact]
    public void refuses_to_start_on_an_event_that_is_not_its_own()
    {
        var intruder = Sys.ActorOf(Props.Create(() => new Intruder()));
        intruder.Tell("not an emergency event", TestActor);
        ExpectMsg("written");
        Kill(intruder);

        var emergency = StartEmergency();
        Watch(emergency);

        ExpectTerminated(emergency);
    }

    [Fact]
    public void starts_again_from_a_snapshot_with_the_same_state()
    {
        var emergency = StartEmergency();
        for (var i = 1; i <= 1_001; i++)
            emergency.Tell(new MergeHold(Held(TradingMode.Halted, id: $"h{i}")), TestActor);
        FishForMessage<Merged>(m => m.Id == "h1001");
        Kill(emergency);

        StartEmergency().Tell(new RegisterGate(), TestActor);

        var state = ExpectMsg<HoldsInForce>();
        Assert.Equal((1_002, "h1001"), (state.Version, state.Holds.Single().Id));
    }

    private void Approve(IActorRef emergency, string id, string principal) =>
        emergency.Tell(new ApproveUnder(new ApproveResume(id, principal), TestActor, Start), TestActor);

    private ResumeUnder ResumeAll => new(new Resume(Scope.Everything, "done", "me"), TestActor, Start);

    /// <summary>Writes what does not belong there into the emergency stream.</summary>
    private sealed class Intruder : Akka.Persistence.ReceivePersistentActor
    {
        public Intruder()
        {
            JournalPluginId = "akka.persistence.journal.under-test";
            SnapshotPluginId = "akka.persistence.snapshot-store.inmem";
            Command<string>(text => Persist(text, _ => Sender.Tell("written")));
        }

        public override string PersistenceId => "emergency";
    }
}
