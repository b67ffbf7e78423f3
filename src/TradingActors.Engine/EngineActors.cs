using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;

namespace TradingActors.Engine;

/// <summary>The node's actors that every desk works with.</summary>
public sealed record EngineActors(
    IActorRef Gate,
    IActorRef Health,
    IActorRef Blotter,
    IReadOnlyDictionary<VenueId, IActorRef> MarketData,
    EmergencySettings Emergency);
