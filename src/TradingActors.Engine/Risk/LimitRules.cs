using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Risk;

/// <summary>What a change of a limit comes to: an event to journal, or a refusal.</summary>
internal sealed record LimitDecision(LimitChanged? Event, LimitChangeRefused? Refusal, bool NeedsApproval);

/// <summary>
/// Who may change which limit. To tighten one takes a reason; to loosen one takes a second person where that
/// is configured. Both are bound to the version that the person saw.
/// </summary>
internal static class LimitRules
{
    public static LimitDecision Decide(
        RiskSettings configured, RiskSettings inForce, long version, ChangeLimit asked, string? approvedBy,
        DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(asked.Reason))
            return Refuse(LimitChangeCodes.ReasonMissing, "a change of a limit needs a reason");
        if (string.IsNullOrWhiteSpace(asked.Principal))
            return Refuse(LimitChangeCodes.PrincipalMissing, "a change of a limit needs a person's name");
        if (!LimitCatalog.Exists(inForce, asked.Key) || !LimitCatalog.Exists(configured, asked.Key))
            return Refuse(LimitChangeCodes.LimitUnknown, $"{asked.Key} is no limit of this account");
        if (LimitCatalog.Problem(asked.Key, asked.Value) is { } problem)
            return Refuse(LimitChangeCodes.ValueInvalid, $"{asked.Key} = {asked.Value}: {problem}");
        if (asked.ExpectedVersion is { } expected && expected != version)
            return Refuse(LimitChangeCodes.VersionChanged, $"expected={expected} actual={version}");

        var was = LimitCatalog.ValueOf(inForce, asked.Key);
        if (was == asked.Value)
            return Refuse(LimitChangeCodes.NothingToChange, $"{asked.Key} is {asked.Value}");

        var changed = new LimitChanged(
            asked.Key, LimitCatalog.ValueOf(configured, asked.Key), was, asked.Value, version + 1,
            asked.Reason, asked.Principal, approvedBy, now);
        var needsApproval = approvedBy is null && inForce.RaisesByTwo
            && LimitCatalog.IsLooser(asked.Key, was, asked.Value);
        return new LimitDecision(changed, null, needsApproval);
    }

    private static LimitDecision Refuse(string code, string reason) =>
        new(null, new LimitChangeRefused(code, reason), false);
}
