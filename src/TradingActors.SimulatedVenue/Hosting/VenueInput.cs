using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>What the loop is fed with.</summary>
internal enum VenueInputKind
{
    /// <summary>Look at the clock.</summary>
    Wake,
    Text,
    Ping,
    Pong,
    Disconnected,
    Work,
}

/// <summary>
/// One thing for the loop to do; <paramref name="Work"/> runs on the loop with the core to itself.
/// </summary>
internal readonly record struct VenueInput(
    VenueInputKind Kind, long Connection, byte[] Bytes, Action<VenueCore, Instant>? Work = null);
