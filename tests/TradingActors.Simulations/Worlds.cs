using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;

namespace TradingActors.Simulations;

/// <summary>Worlds under the shipped configuration, and what every run of one has to hold to.</summary>
internal static class Worlds
{
    public static readonly AccountId Account = new("main");
    public static readonly Symbol Btc = new("BTCUSDT");

    /// <summary>Both sample strategies, hurrying as much as the limits allow.</summary>
    public const string Busy = Simulation.Campaign.FaultCampaign.Hurried;

    public static VirtualWorld Make(
        ulong seed,
        SimulatedNetworkSettings? network = null,
        string overrides = "",
        SimulatedVenueSettings? venue = null)
    {
        var shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "trading.conf"));
        var engine = ConfigurationFactory.ParseString(overrides)
            .WithFallback(ConfigurationFactory.ParseString(shipped));
        return new VirtualWorld(new VirtualWorldSettings(
            seed, engine, network ?? SimulatedNetworkSettings.Calm, venue ?? new SimulatedVenueSettings()));
    }

    public static AccountBlotter UntilTrading(this VirtualWorld world) => world.RunUntil(
        Account, a => a.Phase == DeskPhase.Trading && a.Mode == TradingMode.Active, TimeSpan.FromMinutes(2));

    /// <summary>
    /// Stops trading well and lets the ledger judge; a failure shows the seed and the latest events.
    /// </summary>
    public static void StopAndJudge(this VirtualWorld world, ulong seed)
    {
        world.RunUntil(Account, a => a.Phase == DeskPhase.Trading, TimeSpan.FromMinutes(5));
        world.Engine!.Stop(TimeSpan.FromSeconds(20));
        world.Run(TimeSpan.FromSeconds(2));
        world.Hold(seed, world.Judge(Account));
    }

    public static void Hold(this VirtualWorld world, ulong seed, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
            Assert.Fail($"""
                seed {seed}:
                {string.Join('\n', problems)}
                latest:
                {string.Join('\n', world.Trace.Latest)}
                """);
        Assert.Equal(0, world.Venue.Counts.OfOwnMaking);
        Assert.True(
            world.Loop.ForeignPosts == 0, $"seed {seed}: foreign work from {world.Loop.FirstForeign}");
    }
}
