using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Orders;

/// <summary>
/// Asks for an order. Answered by <see cref="OrderAcknowledged"/> or <see cref="OrderRefused"/>, once
/// durable.
/// </summary>
public sealed record PlaceOrder(OrderRequest Request);

/// <summary>
/// Asks that <paramref name="Original"/> be replaced by a new order under the request's id; the request's
/// quantity is
/// the total, including what the original has filled. Answered like <see cref="PlaceOrder"/>.
/// </summary>
public sealed record ReplaceOrder(ClientOrderId Original, OrderRequest Request);

/// <summary>
/// Asks for a cancel. Never blocked by limits or halts. Answered by <see cref="CancelAnswer"/>.
/// </summary>
public sealed record CancelOrder(ClientOrderId ClientOrderId);

/// <summary>
/// Asks to cancel every working order that matches (null matches all). Answered by <see
/// cref="CancelAllAnswer"/> at once;
/// the outcomes follow as order updates.
/// </summary>
public sealed record CancelAllOrders(string Reason, Symbol? Symbol = null, StrategyId? Strategy = null);

/// <summary>
/// The intent is durable; <paramref name="Order"/> is how it stands now. Repeating the request gives the same
/// answer.
/// </summary>
public sealed record OrderAcknowledged(OrderState Order);

/// <summary>The intent was refused and will not be sent.</summary>
public sealed record OrderRefused(OrderRequest Request, Refusal Refusal);

public enum CancelAnswerKind
{
    /// <summary>The cancel is on its way; the outcome follows as an order update.</summary>
    Requested,

    /// <summary>No such order in this account.</summary>
    UnknownOrder,

    /// <summary>The order has already ended.</summary>
    AlreadyFinished,

    /// <summary>The account's desk is not open; ask again.</summary>
    AccountNotReady,
}

public sealed record CancelAnswer(ClientOrderId ClientOrderId, CancelAnswerKind Kind, OrderState? Order);

public sealed record CancelAllAnswer(IReadOnlyList<ClientOrderId> Requested);

/// <summary>
/// What became of an order, published after it is durable and by OrderExecutionActor alone, to risk,
/// positions,
/// strategies and the desk's listeners. <paramref name="SequenceNumber"/> is the journal's; <paramref
/// name="Settled"/> what a fill realised of the account's position, which moves a balance where the
/// instrument is a contract.
/// </summary>
public sealed record OrderUpdated(
    OrderState Order, AccountEvent Event, long SequenceNumber, Notional Settled = default);

/// <summary>A refusal that is durable, published like <see cref="OrderUpdated"/>.</summary>
public sealed record RefusalRecorded(OrderRequest Request, Refusal Refusal, long SequenceNumber);

/// <summary>
/// A durable account event that is about no single order: opening balances and positions, transfers, and the
/// fills of an order that is not known; of those <paramref name="Settled"/> as in <see cref="OrderUpdated"/>.
/// </summary>
public sealed record AccountFactRecorded(AccountEvent Event, long SequenceNumber, Notional Settled = default);

/// <summary>
/// To the desk's listeners: what is held is known from here on, because everything that the comparison with
/// the venue found was published before; or it is known no more. The gate's flag says the same and overtakes
/// what is still under way.
/// </summary>
public sealed record PositionsCompared(bool IsCurrent);

/// <summary>
/// From another actor of the desk: journal this fact of the account; published as <see
/// cref="AccountFactRecorded"/> once durable.
/// </summary>
public sealed record RecordFact(AccountEvent Event);

/// <summary>
/// Subscribes the sender to <see cref="OrderUpdated"/>, <see cref="RefusalRecorded"/> and
/// <see cref="AccountFactRecorded"/>; with a strategy, to that strategy's orders and refusals alone.
/// </summary>
public sealed record SubscribeOrders(StrategyId? Strategy = null);

/// <summary>
/// Answered by <see cref="OrdersFlushed"/> once everything that was decided before is durable.
/// </summary>
public sealed record FlushOrders;

public sealed record OrdersFlushed(IReadOnlyList<OrderState> Working);

/// <summary>
/// Asks for the working orders and the latest finished ones; answered by <see cref="OrdersView"/>.
/// </summary>
public sealed record GetOrders(int FinishedMax = 100);

public sealed record OrdersView(IReadOnlyList<OrderState> Working, IReadOnlyList<OrderState> Finished);
