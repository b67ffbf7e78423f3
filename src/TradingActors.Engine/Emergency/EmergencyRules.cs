namespace TradingActors.Engine.Emergency;

/// <summary>
/// What a command comes to: events to journal (none where it changes nothing), or a refusal.
/// </summary>
public sealed record EmergencyDecision(IReadOnlyList<EmergencyEvent> Events, ResumeRefused? Refusal = null)
{
    public static readonly EmergencyDecision Nothing = new([]);
}

/// <summary>
/// The algebra of holds. Raising never loosens and cannot be refused; only causes that clear themselves are
/// cleared by the engine; everything else takes a person, a reason and the exact scope.
/// </summary>
public static class EmergencyRules
{
    /// <summary>Holds kept; one more halts everything instead of its own scope.</summary>
    public const int HoldsMax = 1_000;

    /// <summary>Who clears a hold whose condition has passed.</summary>
    public const string Engine = "engine";

    public static EmergencyDecision Raise(EmergencyState state, Hold asked, DateTimeOffset now)
    {
        if (asked.Mode == TradingMode.Active || (asked.Id.Length > 0 && state.MergedIds.Contains(asked.Id)))
            return EmergencyDecision.Nothing;

        var hold = Spellable(asked);
        var standing = state.Find(hold.Cause, hold.Scope);
        if (standing is null && state.Holds.Length >= HoldsMax)
            hold = Widened(hold, $"{HoldsMax} holds stand already");

        // What a person asked is recorded even where it changes nothing.
        if (standing is not null && standing.Mode >= hold.Mode && hold.Cause != HoldCause.Operator)
            return EmergencyDecision.Nothing;

        return new EmergencyDecision([new HoldRaised(hold, now)]);
    }

    public static EmergencyDecision Clear(EmergencyState state, ClearHold clear, DateTimeOffset now) =>
        clear.Cause.ClearsItself() && state.Find(clear.Cause, clear.Scope) is not null
            ? new EmergencyDecision([new HoldCleared(clear.Cause, clear.Scope, clear.Reason, Engine, now)])
            : EmergencyDecision.Nothing;

    public static EmergencyDecision Resume(
        EmergencyState state, Resume resume, DateTimeOffset validUntil, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(resume.Reason))
            return Refuse(resume, ResumeCodes.ReasonMissing, "a resume needs a reason");
        if (string.IsNullOrWhiteSpace(resume.Principal))
            return Refuse(resume, ResumeCodes.PrincipalMissing, "a resume needs a person's name");
        if (now > validUntil)
            return Refuse(resume, ResumeCodes.Expired, $"valid until {validUntil:O}, arrived {now:O}");
        if (resume.ExpectedVersion is { } expected && expected != state.Version)
            return Refuse(resume, ResumeCodes.VersionChanged, $"expected={expected} actual={state.Version}");

        var lifted = state.Holds.Where(h => h.Scope == resume.Scope && !h.Cause.ClearsItself()).ToArray();
        return lifted.Length == 0
            ? Refuse(resume, ResumeCodes.NothingToResume, WhatStands(state, resume.Scope))
            : new EmergencyDecision([.. lifted.Select(h =>
                new HoldCleared(h.Cause, h.Scope, resume.Reason, resume.Principal, now))]);
    }

    private static string WhatStands(EmergencyState state, Scope scope)
    {
        var byPerson = state.Holds.Where(h => !h.Cause.ClearsItself()).Select(h => $"{h.Scope}").Distinct();
        var byItself = state.Holds.Where(h => h.Cause.ClearsItself()).Select(h => $"{h.Cause} on {h.Scope}");
        return $"no hold on {scope} waits for a person"
            + Listed("; holds that do are on ", byPerson)
            + Listed("; these clear themselves: ", byItself);
    }

    private static string Listed(string lead, IEnumerable<string> items)
    {
        var text = string.Join(", ", items.Take(10));
        return text.Length == 0 ? "" : lead + text;
    }

    /// <summary>
    /// A scope that cannot be written down and read again would make the stream unreadable.
    /// </summary>
    private static Hold Spellable(Hold hold) =>
        Scope.TryParse(hold.Scope.ToString(), out var read, out _) && read == hold.Scope
            ? hold
            : Widened(hold, "its scope cannot be spelled");

    private static Hold Widened(Hold hold, string why) => hold with
    {
        Cause = HoldCause.Operator,
        Scope = Scope.Everything,
        Reason = $"{hold.Cause} on {hold.Scope}: {hold.Reason} ({why})",
    };

    private static EmergencyDecision Refuse(Resume resume, string code, string reason) =>
        new([], new ResumeRefused(resume.Scope, code, reason));
}
