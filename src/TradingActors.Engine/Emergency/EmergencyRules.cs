using System.Globalization;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// What a command comes to: events to journal (none where it changes nothing), or a refusal; a resume that
/// takes two journals what waits.
/// </summary>
public sealed record EmergencyDecision(
    IReadOnlyList<EmergencyEvent> Events, ResumeRefused? Refusal = null, ResumePending? Pending = null)
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

    /// <summary>
    /// One person's resume: lifted at once, or with <paramref name="approvalValidFor"/> waiting for a second.
    /// </summary>
    public static EmergencyDecision Resume(
        EmergencyState state,
        Resume resume,
        DateTimeOffset validUntil,
        DateTimeOffset now,
        TimeSpan? approvalValidFor = null)
    {
        var scope = resume.Scope;
        if (string.IsNullOrWhiteSpace(resume.Reason))
            return Refuse(scope, ResumeCodes.ReasonMissing, "a resume needs a reason");
        if (string.IsNullOrWhiteSpace(resume.Principal))
            return Refuse(scope, ResumeCodes.PrincipalMissing, "a resume needs a person's name");
        if (now > validUntil)
            return Refuse(scope, ResumeCodes.Expired, $"valid until {validUntil:O}, arrived {now:O}");
        if (resume.ExpectedVersion is { } expected
            && (expected < state.ChangedAt || expected > state.Version))
            return Refuse(scope, ResumeCodes.VersionChanged,
                $"expected={expected} actual={state.Version}, changed at {state.ChangedAt}");

        var lifted = LiftedBy(state, scope);
        if (lifted.Length == 0)
            return Refuse(scope, ResumeCodes.NothingToResume, WhatStands(state, scope));

        return approvalValidFor is { } validFor
            ? Ask(state, resume, now, now + validFor)
            : new EmergencyDecision([.. lifted.Select(h =>
                new HoldCleared(h.Cause, scope, resume.Reason, resume.Principal, now))]);
    }

    /// <summary>The second person's word, on exactly the holds that the first one saw.</summary>
    public static EmergencyDecision Approve(
        EmergencyState state, ApproveResume approve, DateTimeOffset validUntil, DateTimeOffset now)
    {
        var scope = state.Pending.Find(approve.ApprovalId)?.What ?? Scope.Everything;
        if (now > validUntil)
            return Refuse(scope, ResumeCodes.Expired, $"valid until {validUntil:O}, arrived {now:O}");

        var verdict = state.Pending.Judge(approve.ApprovalId, approve.Principal, state.ChangedAt, now);
        return verdict.Approved is not { } asked
            ? Refuse(scope, verdict.Code, verdict.Reason)
            : new EmergencyDecision([.. LiftedBy(state, scope).Select(h => new HoldCleared(
                h.Cause, scope, asked.Reason, asked.AskedBy, now, approve.Principal, asked.Id))]);
    }

    /// <summary>
    /// What is worth keeping of a halt's progress: its first acknowledgement, and each report that says
    /// something new until one says that everything has ended.
    /// </summary>
    public static EmergencyDecision Record(EmergencyState state, EmergencyEvent fact) => fact switch
    {
        HaltConfirmed confirmed when state.FindHalt(confirmed.HaltId) is { Confirmed: null } =>
            new EmergencyDecision([confirmed]),
        HaltReported reported when state.FindHalt(reported.Report.HaltId) is { } halt
            && halt.ReportOf(reported.Report.Account.Value)?.CountsTheSame(reported.Report) != true =>
            new EmergencyDecision([reported with { Report = Bounded(reported.Report) }]),
        _ => EmergencyDecision.Nothing,
    };

    private static EmergencyDecision Ask(
        EmergencyState state, Resume resume, DateTimeOffset now, DateTimeOffset validUntil)
    {
        var asked = new ResumeAsked(
            string.Create(CultureInfo.InvariantCulture, $"resume-{state.Version + 1}"),
            resume.Scope, resume.Reason, resume.Principal, validUntil, now);
        return new EmergencyDecision(
            [asked], Pending: new ResumePending(state.Apply(asked).Pending.Find(asked.ApprovalId)!));
    }

    private static Hold[] LiftedBy(EmergencyState state, Scope scope) =>
        [.. state.Holds.Where(h => h.Scope == scope && !h.Cause.ClearsItself())];

    private static HaltReport Bounded(HaltReport report) => report.Residual.Count <= HaltRecord.ResidualMax
        ? report
        : report with { Residual = [.. report.Residual.Take(HaltRecord.ResidualMax)] };

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

    private static EmergencyDecision Refuse(Scope scope, string code, string reason) =>
        new([], new ResumeRefused(scope, code, reason));
}
