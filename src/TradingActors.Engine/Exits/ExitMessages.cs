using TradingActors.Domain;
using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Exits;

/// <summary>
/// Leave every position in the scope: cancel what works there, then sell or buy back in slices. Passes every
/// halt. Answered by <see cref="FlattenStarted"/> once durable, or by <see cref="FlattenRefused"/>; a second
/// one for what is being left already joins the first. <see cref="FlattenReport"/>s follow until it is done.
/// </summary>
public sealed record Flatten(
    string FlattenId, Scope Scope, string Reason, string Principal, ExitTerms? Terms = null);

/// <summary>What a flatten asks to be done more carefully than configured; never less.</summary>
public sealed record ExitTerms(Notional? SliceNotionalMax = null, decimal? CollarBps = null);

/// <summary><paramref name="HasJoined"/> says that it was under way already.</summary>
public sealed record FlattenStarted(string FlattenId, AccountId Account, bool HasJoined);

/// <summary><paramref name="Code"/> is one of <see cref="FlattenCodes"/>.</summary>
public sealed record FlattenRefused(string FlattenId, AccountId Account, string Code, string Reason);

/// <summary>
/// Ends a flatten where it stands: nothing further is sent, the slice under way is cancelled. Answered by
/// <see cref="FlattenStopped"/>.
/// </summary>
public sealed record StopFlatten(string FlattenId, string Reason, string Principal);

/// <summary><paramref name="IsKnown"/> is false where no such flatten is under way in the account.</summary>
public sealed record FlattenStopped(string FlattenId, AccountId Account, bool IsKnown);

/// <summary>How a flatten, or one instrument of it, stands or has ended.</summary>
public enum FlattenOutcome
{
    UnderWay,

    /// <summary>Nothing is held and nothing works.</summary>
    Flat,

    /// <summary>What is left is less than the venue takes an order for.</summary>
    Dust,

    /// <summary>It was given up, and something is left.</summary>
    Residual,

    /// <summary>A person ended it.</summary>
    Stopped,

    /// <summary>A wider flatten has taken its instruments over.</summary>
    Superseded,

    /// <summary>The account's desk or the process ended under it. It does not go on by itself.</summary>
    Interrupted,
}

/// <summary>
/// A flatten of one account as it stands; sent again whenever it changes, until it is done. The last one is
/// sent once the end is durable.
/// </summary>
public sealed record FlattenReport(
    string FlattenId,
    AccountId Account,
    Scope Scope,
    string Reason,
    string Principal,
    FlattenOutcome Outcome,
    string EndReason,
    IReadOnlyList<FlattenLineReport> Lines,
    DateTimeOffset StartedAt,
    DateTimeOffset At)
{
    public bool IsDone => Outcome != FlattenOutcome.UnderWay;

    /// <summary>True when it says something else than <paramref name="other"/>, whenever that was.</summary>
    public bool DiffersFrom(FlattenReport? other) => other is null
        || Outcome != other.Outcome
        || EndReason != other.EndReason
        || !Lines.SequenceEqual(other.Lines);
}

/// <summary>
/// One instrument of a flatten. <paramref name="Orders"/> counts what was asked of risk; <paramref
/// name="Code"/> (one of <see cref="FlattenLineCodes"/>, a refusal's or the venue's own) and <paramref
/// name="Detail"/> say what it waits for or why it ended.
/// </summary>
public sealed record FlattenLineReport(
    Symbol Symbol,
    Quantity AtStart,
    Quantity Position,
    Quantity Closed,
    Notional ClosedNotional,
    int Orders,
    int Working,
    int Unknown,
    FlattenOutcome Outcome,
    string Code,
    string Detail);

/// <summary>Told once by the account, when the desk's orders have been told theirs.</summary>
public sealed record BeginExits;
