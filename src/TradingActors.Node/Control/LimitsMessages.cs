namespace TradingActors.Node.Control;

/// <summary>
/// Body of a change of one limit: <paramref name="Limit"/> is spelled <c>account/LIMIT</c>,
/// <c>strategy:NAME/LIMIT</c> or <c>instrument:SYMBOL/LIMIT</c>. The account may be left out where the node
/// has one; <paramref name="Version"/>, where it is given, is that of the limits that the change was decided
/// on.
/// </summary>
public sealed record LimitRequest(
    string? Limit,
    decimal? Value,
    string? Reason,
    string? Principal,
    string? Account = null,
    long? Version = null);

/// <summary>Body of a second person's word on a change of a limit.</summary>
public sealed record ApproveLimitRequest(string? ApprovalId, string? Principal, string? Account = null);

/// <summary>The change is durable and in force.</summary>
public sealed record LimitAnswer(string Account, string Limit, decimal? Was, decimal Value, long Version);

/// <summary>The change waits for a second person, under status 202.</summary>
public sealed record LimitPendingAnswer(
    string Account, string ApprovalId, string Limit, decimal Value, DateTimeOffset ValidUntil);

/// <summary>Every limit of one account.</summary>
public sealed record LimitsAnswer(string Account, long Version, IReadOnlyList<LimitRow> Limits);

/// <summary>
/// <paramref name="Value"/> is in force, null where the limit is off; <paramref name="Used"/> is null where
/// it bounds single orders.
/// </summary>
public sealed record LimitRow(
    string Limit, decimal? Configured, decimal? Value, decimal? Used, string ChangedBy, string Reason);
