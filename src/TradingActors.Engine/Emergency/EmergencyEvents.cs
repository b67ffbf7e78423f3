using System.Text.Json.Serialization;
using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// A fact of the emergency stream: who may trade what, and who said so. The state's version is the number of
/// these events; fields are only ever added.
/// </summary>
public abstract record EmergencyEvent(DateTimeOffset At) : IJournaled;

/// <summary>The stream was empty: this is how the engine was told to start for the first time.</summary>
public sealed record InitialModeTaken(TradingMode Mode, DateTimeOffset At) : EmergencyEvent(At);

/// <summary>
/// A hold was asked for, as it was asked; where the same one stands already in a stricter mode it stays
/// strict.
/// </summary>
public sealed record HoldRaised(Hold Hold, DateTimeOffset At) : EmergencyEvent(At);

/// <summary>
/// A hold ended: its condition has passed, or <paramref name="Principal"/> lifted it; where it took two,
/// <paramref name="ApprovedBy"/> is the second and <paramref name="ApprovalId"/> what the first had asked.
/// </summary>
public sealed record HoldCleared(
    HoldCause Cause,
    Scope Scope,
    string Reason,
    string Principal,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? ApprovedBy = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? ApprovalId = null) : EmergencyEvent(At);

/// <summary>One person asked to resume the scope; it waits for a second.</summary>
public sealed record ResumeAsked(
    string ApprovalId,
    Scope Scope,
    string Reason,
    string Principal,
    DateTimeOffset ValidUntil,
    DateTimeOffset At) : EmergencyEvent(At);

/// <summary>
/// A halt was acknowledged: which connections had answered the barrier by then, and which had not.
/// </summary>
public sealed record HaltConfirmed(
    string HaltId,
    IReadOnlyList<AccountId> ConnectionsClosed,
    IReadOnlyList<AccountId> ConnectionsSilent,
    DateTimeOffset At) : EmergencyEvent(At);

/// <summary>
/// What a halt had come to in one account: when everything there had ended, and where it has not, after the
/// last change.
/// </summary>
public sealed record HaltReported(HaltReport Report, DateTimeOffset At) : EmergencyEvent(At);

/// <summary>
/// The state after <paramref name="Version"/> events, saved so that a start need not read them all. What is
/// null had not been invented when it was written.
/// </summary>
public sealed record EmergencySnapshot(
    long Version,
    IReadOnlyList<Hold> Holds,
    IReadOnlyList<string> MergedIds,
    long? ChangedAt = null,
    IReadOnlyList<Approval<Scope>>? Pending = null,
    IReadOnlyList<HaltRecord>? Halts = null)
    : IJournaled;
