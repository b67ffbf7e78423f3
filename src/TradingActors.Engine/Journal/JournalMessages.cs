using TradingActors.Domain;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Journal;

/// <summary>
/// Events to write in this order as one batch. The next batch may be sent only after <see
/// cref="EventsWritten"/>.
/// </summary>
public sealed record WriteEvents(IReadOnlyList<AccountEvent> Events);

/// <summary>
/// Durable. <paramref name="LastSequenceNumber"/> belongs to the batch's last written event;
/// <paramref name="AlreadyKnown"/> lists the intents that were left out because their id was used before.
/// </summary>
public sealed record EventsWritten(long LastSequenceNumber, int Written, IReadOnlyList<KnownIntent> AlreadyKnown);

/// <summary>
/// An id that the account has used: what was asked, and the order it became or why it was refused.
/// </summary>
public sealed record KnownIntent(OrderRequest Request, OrderState? Order, Refusal? Refusal);

/// <summary>The stream has been replayed and this process has taken the account over.</summary>
public sealed record AccountRecovered(AccountSnapshot State, long SequenceNumber);

/// <summary>The stream cannot be replayed: the account must not trade, and a person must look.</summary>
public sealed record AccountUnrecoverable(string Problem);

/// <summary>
/// The id index does not fit the stream: the desk must be opened again with a full replay, which makes it
/// anew.
/// </summary>
public sealed record IndexUnfit(string Problem);
