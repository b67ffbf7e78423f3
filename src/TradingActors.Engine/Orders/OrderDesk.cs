using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;

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
    RateBudget Budget,
    TradingMode OnWithdrawal = TradingMode.Active);

/// <summary>
/// To the account: the first comparison with the venue is done, or the venue is gone again. <paramref
/// name="Trading"/> are the configured symbols that the venue takes orders in; <paramref name="Ticket"/> is
/// that of the latest <see cref="ReconcileAnew"/>, zero before the first.
/// </summary>
public sealed record DeskReconciled(
    int Unknown, int Adopted, IReadOnlyList<Symbol> Trading, long Ticket = 0);

public sealed record DeskUnreconciled(string Reason);

/// <summary>The comparison is asked for now.</summary>
public sealed record ReconcileNow(string Reason);

/// <summary>
/// Answered by another <see cref="DeskReconciled"/> with this ticket, once a comparison is done that began
/// after this.
/// </summary>
public sealed record ReconcileAnew(long Ticket, string Reason);
