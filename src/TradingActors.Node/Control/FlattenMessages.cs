using TradingActors.Engine.Exits;

namespace TradingActors.Node.Control;

/// <summary>
/// Body of a flatten. The scope has to be named: leaving everything must not be what is left unsaid. The
/// terms may only be more careful than the account's own.
/// </summary>
public sealed record FlattenRequest(
    string? Scope,
    string? Reason,
    string? Principal,
    decimal? SliceNotionalMax = null,
    decimal? CollarBps = null);

/// <summary>Body of the end of a flatten under way.</summary>
public sealed record StopFlattenRequest(string? Reason, string? Principal);

/// <summary>What each account of the node that the scope concerns has answered.</summary>
public sealed record FlattenAnswer(string Scope, IReadOnlyList<FlattenAccountAnswer> Accounts);

/// <summary>
/// <paramref name="FlattenId"/> is the one that was joined where one was under way already. Where the account
/// refused, <paramref name="Code"/> and <paramref name="Detail"/> say why.
/// </summary>
public sealed record FlattenAccountAnswer(
    string Account, string FlattenId, bool HasJoined, string? Code = null, string? Detail = null);

/// <summary>The flattens that the node knows of, under way and ended.</summary>
public sealed record FlattensAnswer(IReadOnlyList<FlattenView> Flattens);

/// <summary>One flatten of one account as it stands; see the engine's report.</summary>
public sealed record FlattenView(
    string FlattenId,
    string Account,
    string Scope,
    string Reason,
    string Principal,
    FlattenOutcome Outcome,
    bool IsDone,
    string EndReason,
    IReadOnlyList<FlattenLineView> Lines,
    DateTimeOffset StartedAt,
    DateTimeOffset At);

/// <summary>One instrument of it; <paramref name="Code"/> is what it waits for or ended with.</summary>
public sealed record FlattenLineView(
    string Symbol,
    decimal AtStart,
    decimal Position,
    decimal Closed,
    decimal? AveragePrice,
    int Orders,
    int Working,
    int Unknown,
    FlattenOutcome Outcome,
    string Code,
    string Detail);
