namespace TradingActors.Engine.Risk;

public enum RiskVerdict
{
    /// <summary>Every rule passed and the reservation is made.</summary>
    Approved,

    /// <summary>A rule failed: to be journaled, then answered.</summary>
    Refused,

    /// <summary>The same request under the same id: to be answered as the first one was.</summary>
    Repeated,

    /// <summary>Another request under a used id: answered at once, the id's own record stands.</summary>
    IdReused,
}

/// <summary>
/// What RiskRules decided: the approval, or the refusal where there is one, and what they saw; a repeated or
/// reused id is not decided and was not looked at.
/// </summary>
public readonly record struct RiskDecision(
    RiskVerdict Verdict, ApprovedOrder? Approved, Refusal? Refusal, DecisionRecord? Seen);
