using TradingActors.Engine.Emergency;

namespace TradingActors.Node.Control;

/// <summary>Body of a halt; <paramref name="Scope"/> is everything where it is left out.</summary>
public sealed record HaltRequest(string? Reason, string? Scope = null, string? Principal = null);

/// <summary>
/// Body of a resume; with <paramref name="Version"/> it is refused when the state has changed since.
/// </summary>
public sealed record ResumeRequest(
    string? Reason, string? Scope = null, long? Version = null, string? Principal = null);

/// <summary>A halt in force: closed at each connection listed, not confirmed by the silent ones.</summary>
public sealed record HaltAnswer(
    string HaltId,
    string Scope,
    HaltDurability Durability,
    long Version,
    IReadOnlyList<string> ConnectionsClosed,
    IReadOnlyList<string> ConnectionsSilent,
    DateTimeOffset At);

/// <summary>
/// What a halt has come to; complete when every account in scope has told the fate of every order.
/// </summary>
public sealed record HaltProgressView(
    string HaltId,
    HaltDurability Durability,
    bool IsComplete,
    IReadOnlyList<HaltAccountView> Accounts);

public sealed record HaltAccountView(
    string Account,
    int Canceled,
    int FilledMeanwhile,
    int Pending,
    int Unknown,
    int RefusedByVenue,
    IReadOnlyList<OrderView> Residual,
    IReadOnlyDictionary<string, decimal> Positions,
    bool IsComplete);

/// <summary>Body of an approval: who agrees.</summary>
public sealed record ApproveRequest(string? Principal = null);

/// <summary>
/// What one person asked for and a second has to approve, by its id, before it runs out and before any hold
/// changes.
/// </summary>
public sealed record ApprovalView(
    string ApprovalId,
    string Scope,
    string AskedBy,
    string Reason,
    long Version,
    DateTimeOffset At,
    DateTimeOffset ValidUntil);

public sealed record ResumeAnswer(
    string Scope, long Version, TradingMode Mode, IReadOnlyList<HoldView> HoldsLeft);

public sealed record EmergencyAnswer(
    long Version,
    TradingMode Mode,
    bool IsRecovered,
    bool IsStale,
    IReadOnlyList<HoldView> Holds,
    IReadOnlyList<ApprovalView> Pending);

public sealed record HealthAnswer(
    DateTimeOffset At, IReadOnlyList<LatencyView> Latencies, IReadOnlyList<string> Breaches);

/// <summary>
/// An answer that is no success, as RFC 9457 has it, with a stable <paramref name="Code"/>.
/// </summary>
public sealed record Problem(
    string Type, string Title, int Status, string Code, string Detail, string? Field = null);
