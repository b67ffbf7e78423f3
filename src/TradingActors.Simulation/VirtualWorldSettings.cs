using Akka.Configuration;
using TradingActors.SimulatedVenue;

namespace TradingActors.Simulation;

/// <summary>
/// What a world is made of. <paramref name="Engine"/> is the engine's whole configuration as a node loads it;
/// journals and dispatchers are replaced by the world's own. The seed decides every delay, fault, price and
/// interleaving.
/// </summary>
public sealed record VirtualWorldSettings(
    ulong Seed,
    Config Engine,
    SimulatedNetworkSettings Network,
    SimulatedVenueSettings Venue)
{
    /// <summary>
    /// A journal write becomes durable within this and is acknowledged within this after it.
    /// </summary>
    public TimeSpan JournalDelayMax { get; init; } = TimeSpan.FromMilliseconds(3);
}
