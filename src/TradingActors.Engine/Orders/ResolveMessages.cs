using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>
/// A person's decision on an order that the venue does not answer for. Only an Unknown order can be decided;
/// what the venue says later still counts, and is alarmed. Answered by <see cref="Resolved"/> once durable,
/// or by <see cref="ResolveRefused"/>.
/// </summary>
public sealed record ResolveOrder(
    ClientOrderId ClientOrderId, ResolvedOutcome Outcome, string Reason, string Principal);

/// <summary>
/// A person accepts that the venue's balance of an asset differs from the engine's by this much, venue less
/// engine. Holds only when the next comparison shows exactly this difference again. Answered like
/// <see cref="ResolveOrder"/>.
/// </summary>
public sealed record ResolveMismatch(Asset Asset, decimal Change, string Reason, string Principal);

/// <summary>
/// The decision is durable. <paramref name="Order"/> is the order after it, null where it was about a
/// balance.
/// </summary>
public sealed record Resolved(AccountEvent Event, OrderState? Order);

/// <summary><paramref name="Code"/> is one of <see cref="ResolveCodes"/>.</summary>
public sealed record ResolveRefused(string Code, string Reason);

/// <summary>
/// The differences that stood for more than one comparison; published to the desk's listeners when they
/// change.
/// </summary>
public sealed record BalancesDiffer(IReadOnlyList<BalanceDifference> Differences);
