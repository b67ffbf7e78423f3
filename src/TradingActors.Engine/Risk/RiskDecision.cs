using TradingActors.Domain;

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
    RiskVerdict Verdict, ApprovedOrder? Approved, Refusal? Refusal, DecisionRecord? Seen)
{
    /// <summary>The id was used before: the first answer again, or the field that differs.</summary>
    internal static RiskDecision OfKnown(RiskOrder known, OrderRequest request, ClientOrderId? replaces) =>
        known.FirstDifference(request, replaces) is { } field
            ? new(RiskVerdict.IdReused, null, new(RefusalCode.ClientOrderIdReused, Detail: field), null)
            : new RiskDecision(RiskVerdict.Repeated, null, null, null);

    /// <summary>Refused, and the id remembered with it.</summary>
    internal static RiskDecision Refuse(in RiskCheck check, Refusal refusal)
    {
        var seen = check.ToRecord(isApproved: false);
        check.State.RememberRefused(check.Request, check.Replaces, refusal, check.Now.Monotonic);
        return new RiskDecision(RiskVerdict.Refused, null, refusal, seen);
    }
}
