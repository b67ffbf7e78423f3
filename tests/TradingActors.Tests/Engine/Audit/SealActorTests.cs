using Akka.Actor;
using Akka.TestKit;
using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Emergency;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Audit;

[Trait("Control", "C23")]
[Trait("Control", "S6")]
public sealed class SealActorTests : PatientTestKit
{
    private static readonly AuditSettings Settings =
        new(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1), 5, 5);

    private readonly AuditedNode _node = new();
    private readonly TestProbe _gate;

    public SealActorTests() : base("""
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.actor.waiting-dispatcher.type = PinnedDispatcher
        """) => _gate = CreateTestProbe();

    protected override void AfterAll()
    {
        base.AfterAll();
        _node.Dispose();
    }

    [Fact]
    public void a_stop_seals_and_anchors_what_is_left()
    {
        var seals = Start(Settings);
        for (var row = 13; row <= 40; row++)
            _node.Write(row);

        Stop(seals);

        var (anchors, _) = AnchorFile.Read(_node.Files.Anchors);
        var report = _node.Verify(anchors);
        Assert.True(report.IsIntact);
        Assert.Equal((40L, 40L, 0L), report.Streams.Where(s => s.Stream == AuditedNode.Main)
            .Select(s => (s.SealedTo, s.AnchoredTo, s.Unsealed)).Single());
    }

    [Fact]
    public void turn_after_turn_it_follows_the_writers()
    {
        var seals = Start(Settings with { SealEvery = TimeSpan.FromMilliseconds(5) });
        for (var row = 13; row <= 40; row++)
            _node.Write(row);

        AwaitAssert(() => Assert.Equal(0, _node.Verify().Streams.Sum(s => s.Unsealed)));
        Stop(seals);
    }

    [Fact]
    public void what_was_changed_while_no_node_ran_is_found_at_the_start_and_holds_everything()
    {
        _node.Journal.Run(
            "UPDATE journal SET message = replace(message, '7', '8') WHERE sequence_number = 7");

        var seals = Start(Settings with { SealEvery = TimeSpan.FromMilliseconds(5) });

        var hold = _gate.ExpectMsg<RaiseHold>(TimeSpan.FromSeconds(10)).Hold;
        Assert.Equal((HoldCause.AuditBroken, Scope.Everything, TradingMode.CancelOnly),
            (hold.Cause, hold.Scope, hold.Mode));
        Assert.Contains("account-main 7 to 7 Edited", hold.Reason, StringComparison.Ordinal);
        Assert.False(hold.Cause.ClearsItself());
        Stop(seals);
    }

    [Fact]
    public void what_is_changed_while_it_runs_is_found_by_a_later_round()
    {
        var seals = Start(Settings with
        {
            SealEvery = TimeSpan.FromMilliseconds(5),
            CheckEvery = TimeSpan.FromMilliseconds(5),
        });
        _node.Journal.Run("DELETE FROM journal WHERE sequence_number = 7");

        var hold = _gate.ExpectMsg<RaiseHold>(TimeSpan.FromSeconds(10)).Hold;
        Assert.Contains("account-main 7 to 7 Removed", hold.Reason, StringComparison.Ordinal);
        Stop(seals);
    }

    [Fact]
    public void an_intact_record_holds_nothing_and_a_file_that_is_missing_stops_nobody()
    {
        File.Move(_node.Files.Journals[1], _node.Files.Journals[1] + ".away");

        Stop(Start(Settings with { SealEvery = TimeSpan.FromMilliseconds(1) }));

        _gate.ExpectNoMsg(TimeSpan.FromMilliseconds(30));
    }

    private IActorRef Start(AuditSettings settings) =>
        Watch(Sys.ActorOf(SealActor.Props(_node.Files, settings, _gate, Clock.System)));

    private void Stop(IActorRef seals)
    {
        Sys.Stop(seals);
        ExpectTerminated(seals, TimeSpan.FromSeconds(10));
    }
}
