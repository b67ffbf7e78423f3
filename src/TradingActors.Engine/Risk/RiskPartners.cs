using Akka.Actor;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Who an account's risk works with: where decisions go, where quotes come from, who is asked for holds, and
/// who hears alerts.
/// </summary>
public sealed record RiskPartners(
    IActorRef Orders, IActorRef MarketData, IActorRef Gate, IReadOnlyList<IActorRef> Listeners);
