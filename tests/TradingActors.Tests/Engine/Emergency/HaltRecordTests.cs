using Akka.Actor;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Emergency;

/// <summary>What became of a halt, kept in the stream.</summary>
[Trait("Control", "C22")]
public sealed class HaltRecordTests : GateTestBase
{
    [Fact]
    public void a_halt_of_an_earlier_process_is_told_from_the_stream()
    {
        var emergency = StartEmergency();
        var gate = Halted(emergency);
        gate.Tell(Report(canceled: 2, isComplete: true), TestActor);
        AwaitRecorded(emergency, r => r.IsComplete);
        Kill(gate);
        Kill(emergency);

        var view = View(StartGate(StartEmergency()));

        Assert.Equal((2, true), (view.Reports.Single().Canceled, view.Reports.Single().IsComplete));
        Assert.Equal([Main], view.Acknowledged!.ConnectionsClosed);
        Assert.Equal(HaltDurability.Journal, view.Durability);
    }

    [Fact]
    public void a_report_that_does_not_complete_is_kept_after_its_last_change()
    {
        var emergency = StartEmergency();
        var gate = Halted(emergency);
        gate.Tell(Report(canceled: 1, refused: 1), TestActor);
        Settle();
        Assert.Empty(Recorded(emergency).Reports);

        Advance(HaltUnderWay.SettlesAfter + 2 * Settings.BeatEvery);

        AwaitRecorded(emergency, r => (r.Canceled, r.RefusedByVenue, r.IsComplete) == (1, 1, false));
    }

    [Fact]
    public void a_record_is_brought_on_until_the_stream_has_it()
    {
        var emergency = CreateTestProbe();
        var gate = StartGate(emergency);
        gate.Tell(new HoldsInForce(1, []), emergency);
        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        gate.Tell(new Merged("h1", 2), emergency);
        gate.Tell(Report(canceled: 1, isComplete: true), TestActor);
        var first = emergency.FishForMessage<MergeRecord>(m => m.Fact is HaltReported);

        Advance(Settings.BeatEvery);
        var again = emergency.FishForMessage<MergeRecord>(m => m.Fact is HaltReported);
        Assert.Equal(first.Id, again.Id);

        gate.Tell(new Merged(first.Id, 3), emergency);
        gate.Tell(new Merged("h1/acknowledged", 3), emergency);
        Advance(2 * Settings.BeatEvery);
        while (emergency.HasMessages)
            Assert.IsNotType<MergeRecord>(emergency.ReceiveOne(TimeSpan.Zero));
    }

    [Fact]
    public void a_desk_that_opens_again_goes_on_from_what_its_earlier_life_had_come_to()
    {
        var gate = Halted(StartEmergency());
        var before = Report(canceled: 4, pending: 1);
        gate.Tell(before, TestActor);
        Orders.FishForMessage<CancelUnderHalt>(_ => true);

        gate.Tell(new DeskClosed(Main));
        Open(gate, Main);

        Assert.Equal(before, Orders.FishForMessage<CancelUnderHalt>(_ => true).Before);
    }

    [Fact]
    public void a_process_that_starts_again_goes_on_from_the_stream()
    {
        var emergency = StartEmergency();
        var gate = Halted(emergency);
        gate.Tell(Report(canceled: 4, unknown: 1), TestActor);
        Advance(HaltUnderWay.SettlesAfter + 2 * Settings.BeatEvery);
        AwaitRecorded(emergency, r => r.Unknown == 1);
        Kill(gate);
        Kill(emergency);

        var again = StartEmergency();
        gate = StartGate(again);
        again.Tell(new RegisterGate(), TestActor);
        gate.Tell(FishForMessage<HoldsInForce>(s => s.Unfinished!.Count > 0), again);
        Open(gate, Main);
        var cancel = Orders.FishForMessage<CancelUnderHalt>(c => c.Before is not null);
        Assert.Equal((4, 1), (cancel.Before!.Canceled, cancel.Before.Unknown));

        Orders.Reply(Report(canceled: 5, isComplete: true));
        AwaitRecorded(again, r => (r.Canceled, r.IsComplete) == (5, true));
    }

    [Fact]
    public void names_a_bounded_number_of_orders_and_counts_them_all()
    {
        var hold = Held(TradingMode.Halted, id: "h1");
        var state = EmergencyState.Initial.Apply(new HoldRaised(hold, Start));
        OrderState[] residual =
            [.. Enumerable.Range(0, HaltRecord.ResidualMax + 5).Select(i => Some.Order($"{i}"))];
        var report = Report(pending: residual.Length) with { Residual = residual };

        var decision = EmergencyRules.Record(state, new HaltReported(report, Start));
        var reported = (HaltReported)decision.Events.Single();

        Assert.Equal((HaltRecord.ResidualMax, residual.Length),
            (reported.Report.Residual.Count, reported.Report.Pending));
    }

    [Fact]
    public void keeps_a_bounded_number_of_halts()
    {
        var state = EmergencyState.Initial;
        for (var i = 0; i <= EmergencyState.HaltsMax; i++)
            state = state.Apply(new HoldRaised(Held(TradingMode.Halted, id: $"h{i}"), Start));

        Assert.Equal(EmergencyState.HaltsMax, state.Halts.Length);
        Assert.Null(state.FindHalt("h0"));
        Assert.NotNull(state.FindHalt("h1"));
    }

    private IActorRef Halted(IActorRef emergency)
    {
        var gate = OpenDesk(emergency);
        gate.Tell(new Halt("h1", Scope.Everything, "fire", "me"), TestActor);
        PassBarrier("h1");
        ExpectMsg<HaltAcknowledged>();
        return gate;
    }

    private HaltView View(IActorRef actor)
    {
        actor.Tell(new GetHalt("h1"), TestActor);
        return FishForMessage<HaltView>(_ => true);
    }

    private HaltView Recorded(IActorRef emergency) => View(emergency);

    private void AwaitRecorded(IActorRef emergency, Func<HaltReport, bool> isIt) =>
        AwaitAssert(() => Assert.Contains(Recorded(emergency).Reports, r => isIt(r)));

    private static HaltReport Report(
        int canceled = 0, int pending = 0, int unknown = 0, int refused = 0, bool isComplete = false) =>
        new("h1", Main, canceled, 0, pending, unknown, refused, [], [], isComplete);
}
