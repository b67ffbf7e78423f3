using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Simulation;
using Xunit;
using OrderAccepted = TradingActors.SimulatedVenue.OrderAccepted;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Simulations;

/// <summary>Halts, resumes and the automatic holds with the whole engine on virtual time.</summary>
public sealed class EmergencyTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Scopes =>
        ["all", "venue:simulated", "account:main", "strategy:main/quoter", "instrument:simulated/BTCUSDT"];

    [Theory]
    [Trait("Control", "C10")]
    [MemberData(nameof(Scopes))]
    public void a_halt_of_any_scope_closes_cancels_and_reports_to_the_end(string text)
    {
        using var world = Trading(41);
        Assert.True(Scope.TryParse(text, out var scope, out _));

        var halted = world.Engine!.Halt(scope, "test");
        Assert.Equal(HaltDurability.Journal, halted.Durability);
        Assert.Equal([Worlds.Account], halted.ConnectionsClosed);
        var placed = Placed(world, scope);
        var view = UntilReported(world, halted.HaltId);

        Assert.Empty(view.Reports.Single().Residual);
        world.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(placed, Placed(world, scope));
        Resume(world, scope);
        world.UntilTrading();
        world.StopAndJudge(41);
    }

    [Fact]
    [Trait("Control", "C10")]
    public void the_same_halt_twice_is_two_records_and_one_hold()
    {
        using var world = Trading(42);
        var first = world.Engine!.Halt(Scope.Everything, "fire");
        var second = world.Engine!.Halt(Scope.Everything, "fire again");

        Assert.Equal(second.HaltId, Assert.Single(world.Engine.Gate.View().Holds).Id);
        Assert.True(UntilReported(world, first.HaltId).Reports.Single().IsComplete);
        Assert.True(UntilReported(world, second.HaltId).Reports.Single().IsComplete);
    }

    [Fact]
    [Trait("Control", "C22")]
    public void a_halt_is_told_to_the_end_by_the_next_process()
    {
        using var world = Trading(43);
        var halted = world.Engine!.Halt(Scope.Everything, "fire");
        UntilReported(world, halted.HaltId);
        world.Run(TimeSpan.FromSeconds(5));
        world.Crash();
        world.Run(TimeSpan.FromSeconds(1));
        world.Start();
        world.RunUntil(Worlds.Account, a => a.Phase == DeskPhase.Trading, TimeSpan.FromMinutes(2));

        var view = View(world, halted.HaltId);

        Assert.Equal([Worlds.Account], view.Acknowledged!.ConnectionsClosed);
        Assert.True(view.Reports.Single().IsComplete);
        Assert.Equal(TradingMode.Halted, world.Engine!.Gate.View().Mode);
    }

    [Fact]
    public void after_a_resume_the_account_climbs_by_cancel_only_to_active()
    {
        using var world = Trading(44);
        world.Engine!.Halt(Scope.Everything, "fire");
        world.Run(TimeSpan.FromSeconds(2));
        var placed = Placed(world, Scope.Everything);

        Resume(world, Scope.Everything);
        var gate = world.Engine!.Gate.For(Worlds.Account, new VenueId("simulated"));
        Assert.Equal(TradingMode.CancelOnly, gate.Mode);
        Assert.Equal(placed, Placed(world, Scope.Everything));

        var climbing = world.RunUntil(Worlds.Account,
            a => a.Phase == DeskPhase.Reconciling || a.Mode == TradingMode.Active, Soon);
        Assert.Equal((DeskPhase.Reconciling, TradingMode.CancelOnly), (climbing.Phase, climbing.Mode));
        Assert.StartsWith("resumed", climbing.PhaseReason, StringComparison.Ordinal);
        world.UntilTrading();
    }

    [Fact]
    public void without_quotes_the_account_only_reduces()
    {
        using var world = Worlds.Make(45, overrides: """
            trading-actors.accounts.main.risk.reference-max-age = 1us
            """);
        world.Start();

        var waiting = world.RunUntil(Worlds.Account, a => a.Phase == DeskPhase.AwaitingQuotes, Soon);
        world.Run(TimeSpan.FromSeconds(5));
        waiting = world.Engine!.Blotter().Accounts.Single();

        Assert.Equal((DeskPhase.AwaitingQuotes, TradingMode.ReduceOnly), (waiting.Phase, waiting.Mode));
        Assert.Contains("no fresh, sound quote yet of BTCUSDT", waiting.PhaseReason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Control", "C14")]
    public void money_that_leaves_the_account_holds_it_until_a_person_has_looked()
    {
        using var world = Trading(46);
        world.Venue.Transfer("main", "USDT", -1_000m, new Instant(world.Time.GetUtcNow(), world.Loop.Now));

        var held = world.RunUntil(Worlds.Account,
            a => a.Holds.Any(h => h.Cause == HoldCause.UnexpectedBalanceChange), Soon);

        var hold = held.Holds.Single(h => h.Cause == HoldCause.UnexpectedBalanceChange);
        Assert.Equal(TradingMode.CancelOnly, hold.Mode);
        Assert.StartsWith("1000", hold.Reason, StringComparison.Ordinal);
        world.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(TradingMode.CancelOnly, world.Engine!.Blotter().Accounts.Single().Mode);
        Resume(world, hold.Scope);
        world.UntilTrading();
    }

    private static VirtualWorld Trading(ulong seed)
    {
        var world = Worlds.Make(seed, overrides: Worlds.Busy);
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(5));
        return world;
    }

    private static Resumed Resume(VirtualWorld world, Scope scope) =>
        world.Engine!.Ask<Resumed>(world.Engine.Ready.Gate, new Resume(scope, "looked at", "me"));

    /// <summary>Orders in the scope that the venue has accepted.</summary>
    private static int Placed(VirtualWorld world, Scope scope)
    {
        var inScope = world.Engine!.Journal(world.Journals, Worlds.Account).OfType<IntentRecorded>()
            .Where(i => scope.Kind != ScopeKind.Strategy || i.Request.Strategy.Value == scope.Name)
            .Select(i => i.VenueId.Value)
            .ToHashSet();
        return world.Venue.EntriesOf("main")
            .Count(e => e is OrderAccepted accepted && inScope.Contains(accepted.ClientOrderId));
    }

    private static HaltView View(VirtualWorld world, string haltId) =>
        world.Engine!.Ask<HaltView>(world.Engine.Ready.Gate, new GetHalt(haltId));

    private static HaltView UntilReported(VirtualWorld world, string haltId)
    {
        for (var i = 0; i < 100; i++, world.Run(TimeSpan.FromMilliseconds(50)))
            if (View(world, haltId) is { Reports: [{ IsComplete: true }] } view)
                return view;
        throw new TimeoutException($"{haltId} was not reported to the end: {View(world, haltId)}");
    }
}
