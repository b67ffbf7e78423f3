namespace TradingActors.Engine.Emergency;

/// <summary>Who raises a hold. One raiser a cause, so that nobody clears what somebody else holds.</summary>
public enum HoldRaiser
{
    Person,
    EmergencyStream,
    Gate,
    Desk,
    Orders,
    Risk,
    Health,
    Audit,
}

/// <summary>
/// One row of <see cref="HoldCauses"/>: whether the hold ends by itself, which scopes it is raised for, who
/// raises it, and what it means in one sentence.
/// </summary>
public sealed record HoldCauseTraits(
    HoldCause Cause, bool ClearsItself, HoldRaiser Raiser, IReadOnlyList<ScopeKind> Scopes, string Meaning);
