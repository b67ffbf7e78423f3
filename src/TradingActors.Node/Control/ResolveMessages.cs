namespace TradingActors.Node.Control;

/// <summary>
/// Body of a person's decision: either on an <paramref name="Order"/> in doubt, <paramref name="As"/> being
/// <c>never-arrived</c>, <c>canceled</c> or <c>expired</c>; or on an <paramref name="Asset"/> whose balance
/// at the venue differs by <paramref name="Change"/>. The account may be left out where the node has one.
/// </summary>
public sealed record ResolveRequest(
    string? Reason,
    string? Principal,
    string? Account = null,
    string? Order = null,
    string? As = null,
    string? Asset = null,
    decimal? Change = null);

/// <summary>The decision as it is kept in the account's journal.</summary>
public sealed record ResolveAnswer(
    string Account,
    OrderView? Order,
    string? Asset,
    decimal? Change,
    string Reason,
    string Principal,
    DateTimeOffset At);
