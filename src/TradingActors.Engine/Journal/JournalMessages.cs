using TradingActors.Domain;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Journal;

/// <summary>Events to write in this order as one batch. The next batch may be sent only after <see cref="EventsWritten"/>.</summary>
public sealed record WriteEvents(IReadOnlyList<AccountEvent> Events);

/// <summary>
/// Durable. <paramref name="LastSequenceNumber"/> belongs to the batch's last written event;
/// <paramref name="AlreadyKnown"/> lists the intents that were left out because their id was used before.
/// </summary>
public sealed record EventsWritten(long LastSequenceNumber, int Written, IReadOnlyList<KnownIntent> AlreadyKnown);

/// <summary>An id that the account has used: what was asked and, when it was refused, why.</summary>
public sealed record KnownIntent(OrderRequest Request, VenueClientId? VenueId, Refusal? Refusal);

/// <summary>The stream has been replayed and this process has taken the account over under <paramref name="Epoch"/>.</summary>
public sealed record AccountRecovered(AccountState State, long Epoch);
