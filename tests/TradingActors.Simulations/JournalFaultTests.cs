using TradingActors.Engine.Emergency;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Simulations;

/// <summary>Every way in which a journal fails, on everything that is written.</summary>
public sealed class JournalFaultTests(ITestOutputHelper output)
{
    private static readonly JournalFaultKind[] FailingWrites =
    [
        JournalFaultKind.Rejected, JournalFaultKind.FailedButWritten, JournalFaultKind.FailedNotWritten,
        JournalFaultKind.FailedWrittenLater, JournalFaultKind.Unavailable, JournalFaultKind.FullDisk,
        JournalFaultKind.ReadOnly,
    ];

    public static TheoryData<JournalFaultKind, string> WhileTrading =>
        Combine("order.intent.v1", "order.accepted.v1", "order.filled.v1", "order.cancel-requested.v1");

    public static TheoryData<JournalFaultKind, string> WhileStarting =>
        Combine("account.ownership-taken.v1", "account.opening-balances.v1");

    public static TheoryData<ulong> Seeds => [.. CampaignSize.Seeds("TRADINGACTORS_JOURNAL_SEEDS", 2)];

    [Theory]
    [Trait("Control", "C08")]
    [Trait("Control", "C14")]
    [MemberData(nameof(WhileTrading))]
    public void a_failed_write_closes_the_gate_loses_nothing_and_trading_comes_back(
        JournalFaultKind kind, string manifest)
    {
        var seed = 500 + (ulong)kind;
        using var run = new JournalFaultRun(seed);
        run.UntilTrading();
        run.Trade(TimeSpan.FromSeconds(2));

        var failure = run.UntilFailure(Rule(kind, JournalStream.Account, manifest));
        var closed = run.NothingPassesUntilOpen(failure);

        run.TradesAgainAndAgrees();
        output.WriteLine($"closed for {closed}, {run.World.Journals.Conflicts} conflicts, "
            + $"{run.Acknowledged} acknowledged, {run.World.Venue.OrdersTaken} orders at the venue");
    }

    /// <summary>By callers alone, so that each write that fails has somebody waiting for it.</summary>
    [Theory]
    [InlineData(JournalFaultKind.Rejected)]
    [InlineData(JournalFaultKind.FailedNotWritten)]
    [InlineData(JournalFaultKind.FullDisk)]
    public void nobody_is_told_of_an_order_that_is_not_written(JournalFaultKind kind)
    {
        using var run = new JournalFaultRun(
            650 + (ulong)kind, "trading-actors.accounts.main.enabled-strategies = []\n");
        run.UntilTrading();
        run.Trade(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 2; i++)
        {
            run.NothingPassesUntilOpen(
                run.UntilFailure(Rule(kind, JournalStream.Account, "order.intent.v1")));
            run.Trade(TimeSpan.FromSeconds(2));
        }

        Assert.True(run.Acknowledged > 10, "hardly anybody was acknowledged");
        run.TradesAgainAndAgrees();
    }

    /// <summary>One failure clears itself with the reopened desk, the third needs a person.</summary>
    [Fact]
    [Trait("Control", "C10")]
    public void a_journal_that_fails_again_and_again_needs_a_person()
    {
        using var run = new JournalFaultRun(690, "trading-actors.accounts.main.enabled-strategies = []\n");
        run.UntilTrading();
        for (var i = 0; i < 3; i++)
        {
            Assert.DoesNotContain(run.Gate.Holds, h => h.Cause == HoldCause.JournalFailing);
            run.UntilFailure(Rule(JournalFaultKind.FailedNotWritten, JournalStream.Account, "order.intent.v1"));
            run.World.Run(TimeSpan.FromMilliseconds(100));
            Assert.Contains(run.Gate.Holds, h => h.Cause is HoldCause.JournalFailure or HoldCause.JournalFailing);
            run.World.Run(TimeSpan.FromSeconds(20));
            Assert.DoesNotContain(run.Gate.Holds, h => h.Cause == HoldCause.JournalFailure);
        }

        Assert.Contains(run.Gate.Holds, h => h.Cause == HoldCause.JournalFailing);
        run.TradesAgainAndAgrees();
    }

    [Theory]
    [MemberData(nameof(WhileStarting))]
    public void a_failed_start_is_tried_again_until_it_holds(JournalFaultKind kind, string manifest)
    {
        using var run = new JournalFaultRun(600 + (ulong)kind);

        run.UntilFailure(Rule(kind, JournalStream.Account, manifest));

        Assert.NotEqual(TradingMode.Active, run.Gate.Mode);
        Assert.Equal(0, run.World.Venue.OrdersTaken);
        run.TradesAgainAndAgrees();
    }

    [Theory]
    [InlineData(JournalFaultKind.ReplayFailed)]
    [InlineData(JournalFaultKind.SnapshotUnread)]
    [InlineData(JournalFaultKind.SnapshotLost)]
    [InlineData(JournalFaultKind.SnapshotFailed)]
    public void a_start_that_cannot_be_read_is_tried_again(JournalFaultKind kind)
    {
        const string often = "trading-actors.journal.snapshot-every = 100\n";
        using var run = new JournalFaultRun(700 + (ulong)kind, often);
        var rule = new JournalFaultRule(kind) { Stream = JournalStream.Account, Times = 2 };
        if (kind is JournalFaultKind.SnapshotLost or JournalFaultKind.SnapshotFailed)
            run.World.Journals.ReplaceFaults([rule]);
        run.UntilTrading();
        run.Trade(TimeSpan.FromSeconds(30));

        run.World.Crash();
        if (run.World.Journals.Strikes.Count == 0)
            run.World.Journals.ReplaceFaults([rule]);
        run.World.Start();
        run.UntilTrading();

        Assert.Equal(2, run.World.Journals.Strikes.Count);
        run.TradesAgainAndAgrees();
    }

    [Fact]
    public void slow_writes_delay_orders_and_lose_nothing()
    {
        using var run = new JournalFaultRun(800);
        run.UntilTrading();
        run.World.Journals.ReplaceFaults([new JournalFaultRule(JournalFaultKind.Slow)
        {
            Stream = JournalStream.Account,
            Probability = 0.2,
            DelayMsMin = 100,
            DelayMsMax = 900,
        }]);

        run.Trade(TimeSpan.FromSeconds(60));

        Assert.True(run.World.Journals.Strikes.Count > 20, "nothing was slow");
        Assert.Empty(run.World.Journals.Failures);
        run.TradesAgainAndAgrees();
    }

    [Theory]
    [Trait("Control", "C10")]
    [InlineData(JournalFaultKind.Unavailable, null)]
    [InlineData(JournalFaultKind.FullDisk, null)]
    [InlineData(JournalFaultKind.ReadOnly, null)]
    [InlineData(JournalFaultKind.FullDisk, JournalStream.Emergency)]
    [InlineData(JournalFaultKind.Unavailable, JournalStream.Emergency)]
    public void a_halt_while_the_journal_fails_is_durable_on_the_node_and_merged_later(
        JournalFaultKind kind, JournalStream? stream)
    {
        using var run = new JournalFaultRun(900 + (ulong)kind);
        run.UntilTrading();
        run.Trade(TimeSpan.FromSeconds(2));
        run.World.Journals.ReplaceFaults([new JournalFaultRule(kind)
        {
            Stream = stream,
            Times = 1,
            DelayMsMin = 20_000,
            DelayMsMax = 20_000,
        }]);

        var halt = run.World.Engine!.Halt(Scope.Everything, "enough");
        var lastArrival = run.World.Time.GetUtcNow() + SimulatedNetworkSettings.Calm.DelayMax;

        Assert.Equal(HaltDurability.Local, halt.Durability);
        run.Trade(TimeSpan.FromSeconds(60));
        var later = run.World.Engine!.Ask<HaltView>(run.World.Engine.Ready.Gate, new GetHalt(halt.HaltId));
        Assert.Equal(HaltDurability.Journal, later.Durability);
        Assert.Equal(TradingMode.Halted, run.Gate.Mode);
        Assert.DoesNotContain(run.World.Venue.EntriesOf("main"),
            e => e is SimulatedVenue.OrderAccepted && e.At > lastArrival);
        Assert.Equal(0, run.World.Venue.Judge("main").Counts.Open);
    }

    [Theory]
    [Trait("Control", "C10")]
    [InlineData(JournalFaultKind.Rejected)]
    [InlineData(JournalFaultKind.FailedButWritten)]
    [InlineData(JournalFaultKind.FailedNotWritten)]
    [InlineData(JournalFaultKind.FailedWrittenLater)]
    public void a_halt_that_the_emergency_stream_drops_stands_and_is_written_once_more(JournalFaultKind kind)
    {
        using var run = new JournalFaultRun(1000 + (ulong)kind);
        run.UntilTrading();
        run.Trade(TimeSpan.FromSeconds(2));
        run.World.Journals.ReplaceFaults([Rule(kind, JournalStream.Emergency, "emergency.hold-raised.v1")]);

        var halt = run.World.Engine!.Halt(Scope.Everything, "enough");
        run.Trade(TimeSpan.FromSeconds(40));

        Assert.NotEqual(HaltDurability.None, halt.Durability);
        Assert.Equal(TradingMode.Halted, run.Gate.Mode);
        run.World.Crash();
        run.World.Start();
        run.World.RunUntil(Worlds.Account, a => a.Connection == Engine.Connection.ConnectionPhase.Ready,
            TimeSpan.FromMinutes(1));
        run.World.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(TradingMode.Halted, run.Gate.Mode);
        var view = run.World.Engine!.Ask<EmergencyView>(run.World.Engine.Ready.Gate, new GetEmergency());
        Assert.Single(view.Holds, h => h.Cause == HoldCause.Operator);
    }

    /// <summary>
    /// The gate closes by itself: who hears nothing of the emergency stream lets nothing through.
    /// </summary>
    [Fact]
    [Trait("Control", "C10")]
    public void trading_stops_while_the_emergency_stream_is_unavailable_and_goes_on_after_it()
    {
        using var run = new JournalFaultRun(1050);
        run.UntilTrading();
        run.Trade(TimeSpan.FromSeconds(2));
        var hold = new Hold(HoldCause.StaleMarketData, Scope.Instrument(new("simulated"), new("ETHUSDT")),
            TradingMode.CancelOnly, "no quote", "tester", run.World.Time.GetUtcNow());

        run.UntilFailure(
            () => run.World.Engine!.Ready.Gate.Tell(new RaiseHold(hold), Akka.Actor.ActorRefs.NoSender),
            new JournalFaultRule(JournalFaultKind.Unavailable)
            {
                Stream = JournalStream.Emergency,
                Times = 1,
                DelayMsMin = 20_000,
                DelayMsMax = 20_000,
            });
        run.Trade(TimeSpan.FromSeconds(4));

        Assert.Contains(run.Gate.Holds, h => h.Cause == HoldCause.GateStale);
        var closed = run.World.Journals.Failures.Last() with { At = run.World.Loop.Now };
        Assert.True(run.NothingPassesUntilOpen(closed) > TimeSpan.FromSeconds(10));
        run.TradesAgainAndAgrees();
    }

    [Fact]
    [Trait("Control", "C10")]
    public void a_halt_file_outlives_a_crash_while_the_emergency_stream_is_unavailable()
    {
        using var run = new JournalFaultRun(1100);
        run.UntilTrading();
        run.World.Journals.ReplaceFaults([new JournalFaultRule(JournalFaultKind.Unavailable)
        {
            Stream = JournalStream.Emergency,
            DelayMsMin = 30_000,
            DelayMsMax = 30_000,
            Times = 1,
        }]);

        Assert.Equal(HaltDurability.Local, run.World.Engine!.Halt(Scope.Everything, "enough").Durability);
        run.World.Crash();
        var taken = run.World.Venue.OrdersTaken;
        run.World.Start();
        run.Trade(TimeSpan.FromSeconds(90));

        Assert.Equal(taken, run.World.Venue.OrdersTaken);
        var view = run.World.Engine!.Ask<EmergencyView>(run.World.Engine.Ready.Gate, new GetEmergency());
        Assert.Equal((true, TradingMode.Halted), (view.IsRecovered, view.Mode));
    }

    /// <summary>A sample of a campaign: any kinds, on both streams, at once, with crashes between.</summary>
    [Theory]
    [Trait("Control", "C08")]
    [MemberData(nameof(Seeds))]
    public void any_mixture_of_faults_and_crashes_loses_and_doubles_nothing(ulong seed)
    {
        var random = new Random((int)seed);
        using var run = new JournalFaultRun(seed, "trading-actors.journal.snapshot-every = 200\n");
        for (var round = 0; round < 5; round++)
        {
            run.World.Journals.ReplaceFaults(Mixture(random));
            run.Trade(TimeSpan.FromSeconds(random.Next(2, 20)));
            if (random.Next(2) == 0)
                continue;

            run.World.Crash();
            run.World.Run(TimeSpan.FromMilliseconds(random.Next(0, 3_000)));
            run.World.Start();
        }

        output.WriteLine(
            $"{run.World.Journals.Strikes.Count} strikes, {run.World.Journals.Failures.Count} "
            + $"failures, {run.World.Journals.Conflicts} conflicts, {run.World.Venue.OrdersTaken} orders");
        Assert.NotEmpty(run.World.Journals.Strikes);
        run.TradesAgainAndAgrees();
    }

    [Fact]
    public void the_same_seed_fails_at_the_same_moments()
    {
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));

        static string Run(ulong seed)
        {
            using var run = new JournalFaultRun(seed);
            run.World.Journals.ReplaceFaults([new JournalFaultRule(JournalFaultKind.FailedButWritten)
            {
                Probability = 0.01,
            }]);
            run.Trade(TimeSpan.FromSeconds(20));
            return string.Join('\n', run.World.Journals.Strikes) + run.World.Trace.Hash;
        }
    }

    private static JournalFaultRule Rule(JournalFaultKind kind, JournalStream stream, string manifest) =>
        new(kind)
        {
            Stream = stream,
            Containing = manifest,
            Times = 1,
            DelayMsMin = 1_000,
            DelayMsMax = 3_000,
        };

    private static JournalFaultRule[] Mixture(Random random) =>
    [
        .. Enum.GetValues<JournalFaultKind>().Where(_ => random.Next(2) == 0).Select(
            kind => new JournalFaultRule(kind)
            {
                Stream = random.Next(3) is var which && which < 2 ? (JournalStream)which : null,
                Probability = random.NextDouble() * 0.02,
                DelayMsMin = 50,
                DelayMsMax = random.Next(100, 5_000),
            }),
    ];

    private static TheoryData<JournalFaultKind, string> Combine(params string[] manifests)
    {
        var data = new TheoryData<JournalFaultKind, string>();
        foreach (var kind in FailingWrites)
            foreach (var manifest in manifests)
                data.Add(kind, manifest);
        return data;
    }
}
