using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;
using OrderAccepted = TradingActors.SimulatedVenue.OrderAccepted;
using OrderFilled = TradingActors.SimulatedVenue.OrderFilled;

namespace TradingActors.Simulations;

/// <summary>
/// Leaving every position while strategies trade, under a halt and with a venue that misbehaves. The ledger
/// says what arrived: after the halt nothing but cancels and orders of the flatten, none of them larger than
/// what was held.
/// </summary>
public sealed class FlattenTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Theory]
    [Trait("Control", "C10")]
    [Trait("Control", "C22")]
    [InlineData(51)]
    [InlineData(52)]
    [InlineData(53)]
    public void under_a_halt_the_account_is_left_flat_and_nothing_else_arrives(ulong seed)
    {
        using var world = Trading(seed);
        world.Engine!.Halt(Scope.Everything, "enough");
        var halted = world.Time.GetUtcNow() + SimulatedNetworkSettings.Calm.DelayMax;

        var report = Flatten(world, Scope.Everything);

        Assert.Contains(report.Outcome, Clean);
        JudgeArrivals(world, report, halted);
        JudgeFlat(world, report, seed);
    }

    private static readonly FlattenOutcome[] Clean = [FlattenOutcome.Flat, FlattenOutcome.Dust];

    private static VirtualWorld Trading(ulong seed, string overrides = Worlds.Busy)
    {
        var world = Worlds.Make(seed, overrides: overrides);
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(20));
        world.RunUntil(Worlds.Account, a => a.Working.Count > 0, TimeSpan.FromSeconds(30));
        return world;
    }

    private FlattenReport Flatten(VirtualWorld world, Scope scope, string id = "flatten-1")
    {
        world.Engine!.AskAccount<FlattenStarted>(
            Worlds.Account, new Flatten(id, scope, "get out", "alice"));
        return Await(world, id);
    }

    private FlattenReport Await(VirtualWorld world, string id)
    {
        var report = world.RunUntil(Worlds.Account,
                a => a.Flattens.Any(f => f.FlattenId == id && f.IsDone), Patience)
            .Flattens.Single(f => f.FlattenId == id);
        foreach (var line in report.Lines)
            output.WriteLine($"{report.Outcome} {line}");
        return report;
    }

    /// <summary>What the venue took since then: slices of this flatten, each of them reducing.</summary>
    private static void JudgeArrivals(VirtualWorld world, FlattenReport report, DateTimeOffset since)
    {
        var exits = world.Engine!.Journal(world.Journals, Worlds.Account).OfType<IntentRecorded>()
            .Where(i => i.Exit == report.FlattenId)
            .ToDictionary(i => i.VenueId.Value);
        var held = 0m;
        var arrived = 0;
        foreach (var entry in world.Venue.EntriesOf("main"))
        {
            held = entry switch
            {
                AccountOpened opened => opened.Balances["BTC"],
                OrderFilled fill => held + (fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity)
                    - (fill.FeeAsset == "BTC" ? fill.Fee : 0m),
                _ => held,
            };
            if (entry is not OrderAccepted accepted || entry.At <= since)
                continue;

            arrived++;
            Assert.Contains(accepted.ClientOrderId, exits.Keys);
            Assert.Equal((OrderType.Limit, TimeInForce.Ioc, Side.Sell),
                (accepted.Type, accepted.TimeInForce, accepted.Side));
            Assert.True(accepted.Quantity <= held, $"{accepted} of {held} held");
        }

        Assert.True(arrived > 1, "nothing was sold in slices");
        Assert.True(arrived <= report.Lines.Sum(l => l.Orders));
    }

    private static void JudgeFlat(VirtualWorld world, FlattenReport report, ulong seed)
    {
        world.Run(TimeSpan.FromSeconds(40));
        var judged = world.Venue.Judge("main");
        Assert.Equal(0, judged.Counts.Open);
        var left = judged.Balances.Single(b => b.Asset == "BTC").Total;
        Assert.Equal(report.Lines.Single().Position.Value, left);
        Assert.InRange(left, 0m, 0.0002m);
        world.Hold(seed, world.Judge(Worlds.Account));
    }
}
