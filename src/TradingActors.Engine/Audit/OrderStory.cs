using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Audit;

/// <summary>
/// One order from the account's stream: whose it was, what was asked, what was decided on which numbers, and
/// everything that became of it. Plain values, so that it can be shown and sent as it is.
/// </summary>
/// <param name="Account">Whose order it was.</param>
/// <param name="ClientOrderId">The caller's id.</param>
/// <param name="VenueClientId">The id that was sent to the venue; null where it was refused.</param>
/// <param name="VenueOrderId">The venue's number, once the venue gave one.</param>
/// <param name="Strategy">Who asked for it; empty for a person, a program or an order from outside.</param>
/// <param name="Owner">The process that decided on it.</param>
/// <param name="Asked">What was asked.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Holds">The holds in force at that time that apply to it.</param>
/// <param name="EmergencyVersion">The version of the emergency state at that time.</param>
/// <param name="Events">What followed, in the order of the journal.</param>
/// <param name="Status">How it stands; null where it was refused.</param>
public sealed record OrderStory(
    string Account,
    string ClientOrderId,
    string? VenueClientId,
    string? VenueOrderId,
    string Strategy,
    StoryOwner Owner,
    StoryRequest Asked,
    StoryDecision Decision,
    IReadOnlyList<StoryHold> Holds,
    long EmergencyVersion,
    IReadOnlyList<StoryEvent> Events,
    OrderStatus? Status);

/// <summary>The ownership under which something happened.</summary>
public sealed record StoryOwner(long Epoch, string Holder, string? Build);

public sealed record StoryRequest(
    string Text,
    string Symbol,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    decimal Quantity,
    decimal? LimitPrice,
    decimal? StopPrice,
    bool ReduceOnly,
    string? Replaces);

/// <summary>
/// Approved, refused with its code and numbers, or adopted: found at the venue, and decided by nobody here.
/// <paramref name="Saw"/> is every number that the rules looked at, by name; empty where none was kept.
/// </summary>
public sealed record StoryDecision(
    StoryVerdict Verdict,
    DateTimeOffset At,
    IReadOnlyDictionary<string, string> Saw,
    string? Code = null,
    decimal? Limit = null,
    decimal? Actual = null,
    string? LimitIs = null,
    string? ActualIs = null,
    string? Detail = null);

public enum StoryVerdict
{
    Approved,
    Refused,
    Adopted,
}

public sealed record StoryHold(
    HoldCause Cause, string Scope, TradingMode Mode, string Reason, string Principal, DateTimeOffset Since);

/// <summary>One event of the order, with its status before and after.</summary>
public sealed record StoryEvent(
    long Sequence, DateTimeOffset At, string Text, OrderStatus? Before, OrderStatus? After);
