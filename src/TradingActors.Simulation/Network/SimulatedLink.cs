using TradingActors.Domain;

namespace TradingActors.Simulation;

/// <summary>One connection between a node and the venue, seen from both ends.</summary>
internal sealed class SimulatedLink(
    long id, SimulatedNode node, Uri address, IVenueTransportListener listener)
{
    public long Id { get; } = id;

    public SimulatedNode Node { get; } = node;

    public Uri Address { get; } = address;

    public IVenueTransportListener Listener { get; } = listener;

    /// <summary>Carries public streams alone.</summary>
    public bool IsPublic { get; } = address.AbsolutePath == "/stream";

    /// <summary>The node may write and hears what comes.</summary>
    public bool IsClientOpen { get; set; }

    /// <summary>The node has been told that it is over, or has gone.</summary>
    public bool IsClientDone { get; set; }

    /// <summary>The venue knows the connection.</summary>
    public bool IsVenueOpen { get; set; }

    public bool IsWritePending { get; set; }

    /// <summary>What arrives at the venue after this moment is lost.</summary>
    public TimeSpan ToVenueCutAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>What arrives at the node after this moment is lost.</summary>
    public TimeSpan ToClientCutAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>When the last frame under way arrives, which the next must not overtake.</summary>
    public TimeSpan LastToVenueAt { get; set; }

    public TimeSpan LastToClientAt { get; set; }
}
