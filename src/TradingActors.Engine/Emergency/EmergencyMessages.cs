using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// Closes the scope: latched at the node's gate on the caller's thread before this message is even read, then
/// the barrier, the journal and the cancels. Answered by <see cref="HaltAcknowledged"/>, followed by <see
/// cref="HaltReport"/>s.
/// </summary>
public sealed record Halt(
    string HaltId, Scope Scope, string Reason, string Principal, TradingMode Mode = TradingMode.Halted)
{
    /// <summary>
    /// The hold that it puts in force. A halt cannot ask for Active; that reads as the strictest.
    /// </summary>
    public Hold ToHold(DateTimeOffset at) => new(HoldCause.Operator, Scope,
        Mode == TradingMode.Active ? TradingMode.Halted : Mode, Reason, Principal, at, HaltId);
}

/// <summary>How durable an acknowledged halt is.</summary>
public enum HaltDurability
{
    /// <summary>In force in memory alone.</summary>
    None,

    /// <summary>In the fsynced halt file that the node reads at its start.</summary>
    Local,

    /// <summary>In the emergency stream.</summary>
    Journal,
}

/// <summary>
/// No order in scope can be handed to a socket any more. <paramref name="ConnectionsClosed"/> answered the
/// barrier, <paramref name="ConnectionsSilent"/> did not within the deadline.
/// </summary>
public sealed record HaltAcknowledged(
    string HaltId,
    Scope Scope,
    HaltDurability Durability,
    long Version,
    IReadOnlyList<AccountId> ConnectionsClosed,
    IReadOnlyList<AccountId> ConnectionsSilent,
    DateTimeOffset At);

/// <summary>
/// What became of the working orders of one account under a halt; sent again whenever it changes, until
/// complete. <paramref name="Canceled"/> ended without filling, <paramref name="RefusedByVenue"/> still work
/// because the venue refused their cancel, which is asked for again; these, the pending and the unknown are
/// the <paramref name="Residual"/>.
/// </summary>
public sealed record HaltReport(
    string HaltId,
    AccountId Account,
    int Canceled,
    int FilledMeanwhile,
    int Pending,
    int Unknown,
    int RefusedByVenue,
    IReadOnlyList<OrderState> Residual,
    IReadOnlyList<RemainingPosition> Positions,
    bool IsComplete)
{
    public bool CountsTheSame(HaltReport other) =>
        (Canceled, FilledMeanwhile, Pending, Unknown, RefusedByVenue, IsComplete)
            == (other.Canceled, other.FilledMeanwhile, other.Pending, other.Unknown, other.RefusedByVenue,
                other.IsComplete);
}

public readonly record struct RemainingPosition(Symbol Symbol, Quantity Quantity);

/// <summary>Asks what a halt has come to; answered by <see cref="HaltView"/>.</summary>
public sealed record GetHalt(string HaltId);

/// <summary>
/// A halt as it stands: how durable it is by now, and the newest report of each account.
/// <paramref name="Acknowledged"/> is null while it is not, and for an id that this node does not know.
/// </summary>
public sealed record HaltView(
    string HaltId,
    HaltAcknowledged? Acknowledged,
    HaltDurability Durability,
    IReadOnlyList<HaltReport> Reports);

/// <summary>
/// Lifts the operator's hold (and any other that needs a person) in exactly this scope. Answered by
/// <see cref="Resumed"/>, by <see cref="ResumePending"/> where it takes two, or by <see
/// cref="ResumeRefused"/>. <paramref name="ExpectedVersion"/> is what the decision was made on: no hold may
/// have changed since.
/// </summary>
public sealed record Resume(Scope Scope, string Reason, string Principal, long? ExpectedVersion = null);

/// <summary>
/// The second person agrees to what was asked for under the id. Answered by <see cref="Resumed"/> or <see
/// cref="ResumeRefused"/>.
/// </summary>
public sealed record ApproveResume(string ApprovalId, string Principal);

/// <summary>Nothing is lifted yet: somebody else has to approve before it runs out.</summary>
public sealed record ResumePending(Approval<Scope> Approval);

public sealed record Resumed(Scope Scope, long Version, TradingMode ModeNow, IReadOnlyList<Hold> HoldsLeft);

/// <summary>
/// <paramref name="Code"/> is one of <see cref="ResumeCodes"/> or <see cref="ApprovalCodes"/>.
/// </summary>
public sealed record ResumeRefused(Scope Scope, string Code, string Reason);

/// <summary>Raises or tightens an automatic hold; idempotent.</summary>
public sealed record RaiseHold(Hold Hold);

/// <summary>The condition of a self-clearing hold has passed.</summary>
public sealed record ClearHold(HoldCause Cause, Scope Scope, string Reason);

/// <summary>Asks for the holds and the mode; answered by <see cref="EmergencyView"/>.</summary>
public sealed record GetEmergency;

public sealed record EmergencyView(
    long Version,
    IReadOnlyList<Hold> Holds,
    TradingMode Mode,
    bool IsRecovered,
    bool IsStale,
    IReadOnlyList<Approval<Scope>> Pending);

/// <summary>
/// From the EmergencyActor to each node's gate: the whole state, also as the beat that keeps the gate fresh.
/// <paramref name="Unfinished"/> are the reports of halts in force that had not come to an end.
/// </summary>
public sealed record HoldsInForce(
    long Version,
    IReadOnlyList<Hold> Holds,
    IReadOnlyList<Approval<Scope>>? Pending = null,
    IReadOnlyList<HaltReport>? Unfinished = null);

/// <summary>The modes of one account changed; published to its desk and to the listeners.</summary>
public sealed record ModeChanged(AccountId Account, TradingMode Mode, IReadOnlyList<Hold> Holds);

/// <summary>
/// To an account's desk: cancel what works in the scope and report to the sender until complete. <paramref
/// name="Before"/> is what an earlier life of the desk had come to; the report goes on from it.
/// </summary>
public sealed record CancelUnderHalt(
    string HaltId, Scope Scope, string Reason, HaltReport? Before = null);

/// <summary>
/// To a connection: answer with <see cref="BarrierPassed"/> once the write under way has ended.
/// </summary>
public sealed record GateBarrier(string HaltId);

public sealed record BarrierPassed(string HaltId, AccountId Account);

/// <summary>A desk announces itself to the node's gate, with where barriers and cancels go.</summary>
public sealed record DeskOpened(AccountId Account, VenueId Venue, IActorRef Connection, IActorRef Orders);

public sealed record DeskClosed(AccountId Account);

/// <summary>From a node's gate: send me the holds, now and from here on.</summary>
public sealed record RegisterGate;

/// <summary>From a node's gate, repeated until answered by <see cref="Merged"/> with the hold's id.</summary>
public sealed record MergeHold(Hold Hold);

/// <summary>From a node's gate, repeated until answered by <see cref="Merged"/> with this id.</summary>
public sealed record MergeClear(string Id, ClearHold Clear);

/// <summary>The stream contains it since this version, or needed no event for it.</summary>
public sealed record Merged(string Id, long Version);

/// <summary>
/// From a node's gate on behalf of <paramref name="ReplyTo"/>. Worthless after <paramref name="ValidUntil"/>:
/// a resume that was kept in a buffer while the world went on must not open it.
/// </summary>
public sealed record ResumeUnder(Resume Resume, IActorRef ReplyTo, DateTimeOffset ValidUntil);

/// <summary>The same for the second person's word.</summary>
public sealed record ApproveUnder(ApproveResume Approve, IActorRef ReplyTo, DateTimeOffset ValidUntil);

/// <summary>
/// From a node's gate, repeated until answered by <see cref="Merged"/> with this id: <paramref name="Fact"/>
/// is a <see cref="HaltConfirmed"/> or a <see cref="HaltReported"/>.
/// </summary>
public sealed record MergeRecord(string Id, EmergencyEvent Fact);

/// <summary>
/// To the gate that asked: <paramref name="Answer"/> is <see cref="Resumed"/>, <see cref="ResumePending"/> or
/// <see cref="ResumeRefused"/>.
/// </summary>
public sealed record ResumeAnswered(IActorRef ReplyTo, object Answer);
