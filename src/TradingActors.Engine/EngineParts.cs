using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;

namespace TradingActors.Engine;

/// <summary>
/// What the tree is made of, the same in a host, in a test and on virtual time.
/// <paramref name="Holder"/> names this process in the streams.
/// </summary>
public sealed record EngineParts(
    Clock Clock,
    ulong Seed,
    string Holder,
    string DataDirectory,
    GateSwitch Gate,
    HealthMeters Meters,
    IReadOnlyDictionary<VenueId, IVenueConnector> Venues);
