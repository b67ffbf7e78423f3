using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Cluster;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;

namespace TradingActors.Engine;

/// <summary>
/// What the tree is made of, the same in a host, in a test and on virtual time.
/// <paramref name="Holder"/> names this process in the streams and <paramref name="Build"/> the program;
/// <paramref name="Audit"/> are the journals' files to seal, null where the journals are not files.
/// </summary>
public sealed record EngineParts(
    Clock Clock,
    ulong Seed,
    string Holder,
    string DataDirectory,
    GateSwitch Gate,
    HealthMeters Meters,
    RateBudgets Rates,
    IPlacement Placement,
    IReadOnlyDictionary<VenueId, IVenueConnector> Venues,
    string? Build = null,
    AuditFiles? Audit = null)
{
    /// <summary>A seed of its own for each use of chance, the same in every run from the same seed.</summary>
    public int SeedFor(string use)
    {
        var hash = 14695981039346656037ul ^ Seed;
        foreach (var c in use)
            hash = (hash ^ c) * 1099511628211ul;
        return (int)(hash >> 33);
    }
}
