using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Simulations;

/// <summary>
/// Everything at once, each run its own mixture by its seed: a slow network that breaks, a venue that loses
/// and delays answers, a process that dies; then calm, a good stop and the judge.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>
    /// All but what needs a person in the end: money that arrived while nobody was connected is a difference
    /// that no event explains, and a reject storm or a refused key holds the account.
    /// </summary>
    private static readonly FaultKind[] Kinds =
    [
        .. Enum.GetValues<FaultKind>().Except(
        [
            FaultKind.Throttle, FaultKind.TooManyOrders, FaultKind.Ban, FaultKind.Busy,
            FaultKind.RefuseKey, FaultKind.RevokeKey, FaultKind.Deposit,
        ]),
    ];

    [Theory]
    [InlineData(101)]
    [InlineData(106)]
    [InlineData(116)]
    [InlineData(122)]
    [InlineData(1003)]
    [InlineData(1051)]
    [InlineData(1056)]
    [InlineData(1076)]
    public void nothing_is_lost_or_doubled_in_any_mixture(ulong seed)
    {
        var random = new Random((int)seed);
        using var world = Worlds.Make(seed, Network(random), Worlds.Busy);
        world.Start();
        world.UntilTrading();

        for (var round = 0; round < 4; round++)
        {
            world.Venue.ReplaceFaults(Faults(random));
            world.Run(TimeSpan.FromSeconds(random.Next(1, 30)));
            if (random.Next(2) == 0)
                Restart(world, random);
        }

        world.Venue.ReplaceFaults([]);
        world.Network.IsCalm = true;
        world.Run(TimeSpan.FromSeconds(60));
        var ledger = world.Venue.Judge("main");
        output.WriteLine(
            $"{ledger.Orders.Count} orders, {ledger.Fills.Count} fills, {world.Network.Breaks} breaks");
        world.StopAndJudge(seed);
    }

    private static void Restart(VirtualWorld world, Random random)
    {
        world.Crash();
        world.Run(TimeSpan.FromMilliseconds(random.Next(0, 3_000)));
        world.Start();
        world.Run(TimeSpan.FromMilliseconds(random.Next(0, 8_000)));
    }

    private static SimulatedNetworkSettings Network(Random random) => SimulatedNetworkSettings.Calm with
    {
        DelayMax = TimeSpan.FromMilliseconds(random.Next(5, 300)),
        BreakEvery = random.Next(3) == 0 ? null : TimeSpan.FromSeconds(random.Next(3, 60)),
        PendingShare = random.NextDouble() * 0.5,
    };

    private static FaultRule[] Faults(Random random) =>
    [
        .. Kinds.Where(_ => random.Next(2) == 0).Select(kind => new FaultRule(kind)
        {
            Probability = random.NextDouble() * 0.05,
            DelayMsMax = random.Next(60, 4_000),
        }),
    ];
}
