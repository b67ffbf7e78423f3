namespace TradingActors.Engine.Risk;

/// <summary>
/// A person changes one limit of an account while the engine runs, with a reason; <paramref
/// name="ExpectedVersion"/>, where it is given, is the version of the limits that the decision was made on.
/// Answered by <see cref="LimitChangeAccepted"/> once durable and in force, by <see
/// cref="LimitChangePending"/> where a second person is needed, or by <see cref="LimitChangeRefused"/>.
/// </summary>
public sealed record ChangeLimit(
    LimitKey Key, decimal Value, string Reason, string Principal, long? ExpectedVersion = null);

/// <summary>A second person agrees to a change that waits. Answered like <see cref="ChangeLimit"/>.</summary>
public sealed record ApproveLimit(string ApprovalId, string Principal);

public sealed record LimitChangeAccepted(LimitKey Key, decimal? Was, decimal Value, long Version);

public sealed record LimitChangePending(
    string ApprovalId, LimitKey Key, decimal Value, DateTimeOffset ValidUntil);

/// <summary>
/// <paramref name="Code"/> is one of <see cref="LimitChangeCodes"/> or <see
/// cref="Emergency.ApprovalCodes"/>.
/// </summary>
public sealed record LimitChangeRefused(string Code, string Reason);

/// <summary>Asks for every limit and how much of it is used; answered by <see cref="LimitsView"/>.</summary>
public sealed record GetLimits;

public sealed record LimitsView(long Version, IReadOnlyList<LimitLine> Limits);

/// <summary>
/// One limit: what the configuration says, what is in force (null: off), and how much of it is used where
/// that can be told. The last change names who changed it and why.
/// </summary>
public sealed record LimitLine(
    LimitKey Key, decimal? Configured, decimal? Value, decimal? Used, string ChangedBy, string Reason);

/// <summary>
/// A limit is used to so many percent: told once on the way up, again only after use has fallen five points
/// below. 100 is where orders are refused.
/// </summary>
public sealed record LimitAlert(
    Domain.AccountId Account, LimitKey Key, int Percent, decimal Limit, decimal Used, DateTimeOffset At);

/// <summary>Why a change of a limit was refused, in the order in which it is checked.</summary>
public static class LimitChangeCodes
{
    /// <summary>The account's desk is not open; also the answer to a question about its limits.</summary>
    public const string AccountNotReady = "ACCOUNT_NOT_READY";

    public const string ReasonMissing = "REASON_MISSING";

    public const string PrincipalMissing = "PRINCIPAL_MISSING";

    /// <summary>The account has no such limit, strategy or instrument.</summary>
    public const string LimitUnknown = "LIMIT_UNKNOWN";

    /// <summary>The value is none that the limit can take.</summary>
    public const string ValueInvalid = "VALUE_INVALID";

    /// <summary>The limits are not those that the decision was made on.</summary>
    public const string VersionChanged = "VERSION_CHANGED";

    /// <summary>The limit has that value already.</summary>
    public const string NothingToChange = "NOTHING_TO_CHANGE";
}
