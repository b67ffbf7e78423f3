using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;

namespace TradingActors.Engine.Orders;

/// <summary>Who an account's orders work with; told once, before anything else.</summary>
public sealed record OrderDesk(
    IActorRef Journal,
    IActorRef Risk,
    IActorRef Positions,
    IActorRef Connection,
    IActorRef Gate,
    IActorRef MarketData,
    IReadOnlyList<IActorRef> Listeners,
    IReadOnlyList<Symbol> Symbols,
    RateBudget Budget);

/// <summary>
/// To the account: the first comparison with the venue is done, or the venue is gone again.
/// </summary>
public sealed record DeskReconciled(int Unknown, int Adopted);

public sealed record DeskUnreconciled(string Reason);

/// <summary>The comparison is asked for now.</summary>
public sealed record ReconcileNow(string Reason);
