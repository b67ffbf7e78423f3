using System.Text.Json.Serialization;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Journal;

/// <summary>
/// A fact of one account that must survive a restart. The account's stream is these events in order; fields
/// are only
/// ever added. <paramref name="At"/> is the venue's time where the venue caused it, the node's otherwise.
/// </summary>
public abstract record AccountEvent(DateTimeOffset At) : IJournaled;

/// <summary>An event about one order.</summary>
public abstract record OrderEvent(VenueClientId VenueId, DateTimeOffset At) : AccountEvent(At);

/// <summary>
/// A process took the account over: the epoch is part of every id that it sends. <paramref name="Build"/> is
/// the program that it ran.
/// </summary>
public sealed record OwnershipTaken(
    long Epoch,
    string Holder,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Build = null) : AccountEvent(At);

/// <summary>
/// Written ahead of sending: the order was approved and may have been sent from here on. <paramref
/// name="Carried"/> is
/// what the orders it replaces had filled of the requested total; <paramref name="Exit"/> is the flatten that
/// the order belongs to, which let it pass every mode.
/// </summary>
public sealed record IntentRecorded(
    VenueClientId VenueId,
    long Sequence,
    OrderRequest Request,
    VenueClientId? Replaces,
    Quantity Carried,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    DecisionRecord? Decision = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? Exit = null) : OrderEvent(VenueId, At);

/// <summary>
/// The original of a replacement has ended: this much of the requested total had filled by then.
/// </summary>
public sealed record ReplacementSized(VenueClientId VenueId, Quantity Carried, DateTimeOffset At)
    : OrderEvent(VenueId, At);

/// <summary>The order was refused; its id is used up and answers the same for ever.</summary>
public sealed record IntentRefused(
    OrderRequest Request,
    Refusal Refusal,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    DecisionRecord? Decision = null) : AccountEvent(At);

/// <summary>Stopped before any byte left: by the gate, or cancelled while waiting.</summary>
public sealed record OrderNotSent(VenueClientId VenueId, string Code, string Reason, DateTimeOffset At)
    : OrderEvent(VenueId, At);

public sealed record OrderAccepted(VenueClientId VenueId, VenueOrderId VenueOrderId, DateTimeOffset At)
    : OrderEvent(VenueId, At);

public sealed record OrderRejectedByVenue(VenueClientId VenueId, string Code, string Reason, DateTimeOffset At)
    : OrderEvent(VenueId, At);

/// <summary>
/// One execution: moves <paramref name="Quantity"/> of <paramref name="Base"/> against price times quantity
/// of
/// <paramref name="Quote"/>, and takes <paramref name="Fee"/> of <paramref name="FeeAsset"/>. <paramref
/// name="VenueOrderId"/> is set where the order learns its number from it, because its acceptance was lost.
/// A fill of a contract that is not spot moves other balances, see <see cref="Positions.FillRules"/>.
/// </summary>
public sealed record OrderFilled(
    VenueClientId VenueId,
    Symbol Symbol,
    Asset Base,
    Asset Quote,
    TradeId TradeId,
    Side Side,
    Price Price,
    Quantity Quantity,
    decimal Fee,
    Asset FeeAsset,
    bool IsMaker,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    VenueOrderId? VenueOrderId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    ContractKind Contract = ContractKind.Spot) : OrderEvent(VenueId, At);

public sealed record CancelRequested(VenueClientId VenueId, string Reason, DateTimeOffset At)
    : OrderEvent(VenueId, At);

public sealed record CancelRejected(VenueClientId VenueId, string Code, string Reason, DateTimeOffset At)
    : OrderEvent(VenueId, At);

/// <summary>A replacement of the order was asked for under <paramref name="ReplacementId"/>.</summary>
public sealed record ReplaceRequested(VenueClientId VenueId, VenueClientId ReplacementId, DateTimeOffset At)
    : OrderEvent(VenueId, At);

public sealed record OrderCanceled(VenueClientId VenueId, Quantity FilledQuantity, DateTimeOffset At)
    : OrderEvent(VenueId, At);

public sealed record OrderExpired(VenueClientId VenueId, Quantity FilledQuantity, string Reason, DateTimeOffset At)
    : OrderEvent(VenueId, At);

/// <summary>Nobody knows whether the venue has it; it is asked until it answers.</summary>
public sealed record OrderBecameUnknown(VenueClientId VenueId, string Reason, DateTimeOffset At)
    : OrderEvent(VenueId, At);

/// <summary>
/// An order that was found at the venue and is not ours: counted as exposure from here on. <paramref
/// name="Carried"/>
/// is what had filled before the opening balances were taken.
/// </summary>
public sealed record ExternalOrderAdopted(
    VenueClientId VenueId,
    VenueOrderId VenueOrderId,
    OrderRequest Request,
    Quantity Carried,
    DateTimeOffset At) : OrderEvent(VenueId, At);

/// <summary>
/// The account's balances as they were when the engine first saw it; everything later is derived. Trades up
/// to
/// <paramref name="TradesSeen"/> are already in them.
/// </summary>
public sealed record OpeningBalancesTaken(
    IReadOnlyList<OpeningBalance> Balances,
    IReadOnlyList<TradesSeen> TradesSeen,
    DateTimeOffset At) : AccountEvent(At);

public readonly record struct OpeningBalance(Asset Asset, decimal Total);

/// <summary>The last trade of the symbol that an opening balance includes.</summary>
public readonly record struct TradesSeen(Symbol Symbol, TradeId Last);

/// <summary>
/// A position that was there before the engine, with the price it is carried at: the configured cost, or the
/// market's at that moment. <paramref name="Quote"/> is what its profit is counted in.
/// </summary>
public sealed record OpeningPositionTaken(
    Symbol Symbol,
    Quantity Quantity,
    Price CostPrice,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    Asset? Quote = null) : AccountEvent(At);

/// <summary>A deposit, withdrawal or transfer; signed.</summary>
public sealed record BalanceTransferred(Asset Asset, decimal Change, DateTimeOffset At) : AccountEvent(At);

/// <summary>
/// A person decided what became of an order that the venue never answered for. What the venue says later
/// still counts, and is alarmed.
/// </summary>
public sealed record OrderResolved(
    VenueClientId VenueId, OrderStatus To, string Reason, string Principal, DateTimeOffset At)
    : OrderEvent(VenueId, At);

/// <summary>A person accepted a difference that no event of the venue explains; signed.</summary>
public sealed record BalanceAdjusted(
    Asset Asset, decimal Change, string Reason, string Principal, DateTimeOffset At) : AccountEvent(At);

/// <summary>
/// A limit was changed while the engine ran. <paramref name="Configured"/> is what the configuration said
/// then: the change holds only as long as it still says so. <paramref name="Version"/> counts the changes of
/// the account's limits; <paramref name="ApprovedBy"/> is the second person where one was needed.
/// </summary>
public sealed record LimitChanged(
    LimitKey Key,
    decimal? Configured,
    decimal? Was,
    decimal Value,
    long Version,
    string Reason,
    string Principal,
    string? ApprovedBy,
    DateTimeOffset At) : AccountEvent(At);

/// <summary>
/// What loss and drawdown are measured from: a trading day has begun, or a peak was reached. Profit is in
/// the account's exposure asset, realised and unrealised, since the account's first opening.
/// </summary>
public sealed record PnlMarked(DateOnly Day, IReadOnlyList<PnlMark> Marks, DateTimeOffset At)
    : AccountEvent(At);

/// <summary>
/// <paramref name="Strategy"/> is null for the account as a whole.
/// </summary>
public sealed record PnlMark(StrategyId? Strategy, Notional DayStart, Notional Peak);

/// <summary>
/// A person asked that the positions in the scope be left. Every order that passes a halt for it names it.
/// </summary>
public sealed record FlattenRequested(
    string FlattenId, Scope Scope, string Reason, string Principal, DateTimeOffset At) : AccountEvent(At);

/// <summary>
/// What a flatten came to, with the positions that remain in its scope and how many orders it asked for.
/// <paramref name="Principal"/> is who stopped it, <c>node</c> where nobody did.
/// </summary>
public sealed record FlattenEnded(
    string FlattenId,
    FlattenOutcome Outcome,
    IReadOnlyList<RemainingPosition> Remaining,
    int Orders,
    string Reason,
    string Principal,
    DateTimeOffset At) : AccountEvent(At);

/// <summary>
/// A trading day of the account is over: <paramref name="At"/> is the moment at which the next one began,
/// <paramref name="Marks"/> the first prices seen after it. What is journaled after this belongs to a later
/// day, whatever its own time, so that the statement of a day that is over never changes. A position without
/// a mark had no sound price within <see cref="Positions.DayRoll.MarksWithin"/>.
/// </summary>
public sealed record DayRolled(DateOnly Day, IReadOnlyList<DayMark> Marks, DateTimeOffset At)
    : AccountEvent(At);
