using TradingActors.Engine.Accounts;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Simulations;

/// <summary>An account moves over to a new session while it trades.</summary>
public sealed class SessionMoveTests
{
    [Fact]
    public void a_changed_key_moves_the_account_over_without_a_gap() =>
        Moves(world => world.Engine!.TellAccount(Worlds.Account, new ReplaceSession("the key was changed")));

    [Fact]
    public void a_shutdown_that_the_venue_announces_is_no_gap() =>
        Moves(world => world.Venue.ReplaceFaults(
            [new FaultRule(FaultKind.Shutdown) { Times = 1, DelayMsMin = 3_000, DelayMsMax = 3_000 }]));

    private static void Moves(Action<Simulation.VirtualWorld> begin)
    {
        const ulong seed = 11;
        using var world = Worlds.Make(seed, overrides: Worlds.Busy);
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(20));
        var connections = world.Venue.Counts.Connections;
        begin(world);

        for (var i = 0; i < 300; i++)
        {
            world.Run(TimeSpan.FromMilliseconds(50));
            var account = world.Engine!.Blotter().Accounts.Single();
            Assert.Equal((DeskPhase.Trading, TradingMode.Active), (account.Phase, account.Mode));
        }

        Assert.True(world.Venue.Counts.Connections > connections, "no second session was made");
        world.StopAndJudge(seed);
    }
}
