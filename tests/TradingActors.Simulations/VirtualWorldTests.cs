using TradingActors.Engine.Emergency;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Simulations;

public sealed class VirtualWorldTests(ITestOutputHelper output)
{
    private static readonly SimulatedNetworkSettings Breaking = SimulatedNetworkSettings.Calm with
    {
        DelayMax = TimeSpan.FromMilliseconds(80),
        BreakEvery = TimeSpan.FromSeconds(15),
        PendingShare = 0.1,
    };

    [Fact]
    public void the_engine_trades_on_virtual_time_and_the_ledger_agrees()
    {
        using var world = Worlds.Make(seed: 1);
        world.Start();
        world.UntilTrading();

        world.Run(TimeSpan.FromSeconds(30));

        var fills = world.Venue.Judge("main").Fills.Count;
        output.WriteLine($"{fills} fills, {world.Trace.Count} events, {world.Loop.Steps} steps");
        Assert.True(fills > 0, "nothing was traded");
        world.StopAndJudge(1);
    }

    [Fact]
    public void the_same_seed_is_the_same_run_and_another_seed_is_another()
    {
        var first = Run(7);
        var second = Run(7);
        var other = Run(8);

        Assert.Equal(first, second);
        Assert.NotEqual(first.Hash, other.Hash);

        static (string Hash, long Events, long Steps) Run(ulong seed)
        {
            using var world = Worlds.Make(seed, Breaking);
            world.Start();
            world.Run(TimeSpan.FromSeconds(30));
            world.Crash();
            world.Run(TimeSpan.FromSeconds(1));
            world.Start();
            world.Run(TimeSpan.FromSeconds(20));
            world.Hold(seed, []);
            return (world.Trace.Hash, world.Trace.Count, world.Loop.Steps);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    public void nothing_is_lost_or_doubled_when_connections_break(ulong seed)
    {
        using var world = Worlds.Make(seed, Breaking);
        world.Start();
        world.UntilTrading();

        world.Run(TimeSpan.FromSeconds(90));

        output.WriteLine($"{world.Network.Breaks} breaks, {world.Venue.Judge("main").Fills.Count} fills");
        Assert.True(world.Network.Breaks > 3, "the network never broke");
        world.StopAndJudge(seed);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    public void nothing_is_lost_or_doubled_when_the_venue_misbehaves(ulong seed)
    {
        var faults = new[]
        {
            new FaultRule(FaultKind.LoseAnswer) { Probability = 0.03 },
            new FaultRule(FaultKind.LoseRequest) { Probability = 0.03 },
            new FaultRule(FaultKind.UnknownExecuted) { Probability = 0.03 },
            new FaultRule(FaultKind.UnknownNotExecuted) { Probability = 0.03 },
            new FaultRule(FaultKind.DropAfter) { Probability = 0.01 },
            new FaultRule(FaultKind.DropMidFrame) { Probability = 0.01 },
            new FaultRule(FaultKind.DelayAnswer) { Probability = 0.05, DelayMsMax = 3_000 },
        };
        using var world = Worlds.Make(seed, Breaking);
        world.Start();
        world.UntilTrading();

        world.Venue.ReplaceFaults(faults);
        world.Run(TimeSpan.FromSeconds(90));
        world.Venue.ReplaceFaults([]);

        output.WriteLine($"{world.Venue.Judge("main").Orders.Count} orders");
        world.Run(TimeSpan.FromSeconds(60));
        world.StopAndJudge(seed);
    }

    [Theory]
    [InlineData(41, false)]
    [InlineData(42, true)]
    [InlineData(43, true)]
    public void an_acknowledged_halt_lets_nothing_more_through_and_cancels_what_works(ulong seed, bool breaks)
    {
        var network = breaks ? Breaking : SimulatedNetworkSettings.Calm;
        using var world = Worlds.Make(seed, network);
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(10));

        world.Engine!.Halt(Scope.Everything, "enough");
        var lastArrival = world.Time.GetUtcNow() + network.DelayMax;
        world.Run(TimeSpan.FromSeconds(60));

        var entries = world.Venue.EntriesOf("main");
        Assert.Contains(entries, e => e is OrderAccepted);
        Assert.DoesNotContain(entries, e => e is OrderAccepted && e.At > lastArrival);
        Assert.Equal(0, world.Venue.Judge("main").Counts.Open);
        world.Hold(seed, world.Judge(Worlds.Account));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    public void nothing_is_lost_or_doubled_when_the_process_dies(ulong seed)
    {
        using var world = Worlds.Make(seed, SimulatedNetworkSettings.Calm);
        var random = new Random((int)seed);
        for (var life = 0; life < 4; life++)
        {
            world.Start();
            world.UntilTrading();
            world.Run(TimeSpan.FromMilliseconds(random.Next(500, 15_000)));
            world.Crash();
            world.Run(TimeSpan.FromMilliseconds(random.Next(0, 3_000)));
        }

        world.Start();
        world.UntilTrading();
        output.WriteLine($"{world.Venue.Judge("main").Orders.Count} orders");
        world.StopAndJudge(seed);
    }
}
