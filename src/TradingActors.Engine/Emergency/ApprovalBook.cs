using System.Collections.Immutable;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// What waits for a second person, oldest first. Immutable and by value of its events alone; at the bound the
/// oldest leaves, and whoever asked for it has to ask again.
/// </summary>
public sealed record ApprovalBook<T>(ImmutableArray<Approval<T>> Pending)
{
    public const int PendingMax = 64;

    public static readonly ApprovalBook<T> Empty = new([]);

    /// <summary>
    /// One more that waits. The same id again, and what has run out by then, leave for it.
    /// </summary>
    public ApprovalBook<T> Ask(Approval<T> asked)
    {
        var kept = Pending.RemoveAll(p => p.Id == asked.Id || p.ValidUntil < asked.At);
        return new ApprovalBook<T>([.. kept.TakeLast(PendingMax - 1), asked]);
    }

    public ApprovalBook<T> Without(string id) => new(Pending.RemoveAll(p => p.Id == id));

    public Approval<T>? Find(string id) => Pending.FirstOrDefault(p => p.Id == id);

    /// <summary>
    /// What <paramref name="principal"/> may approve under the id in the state of <paramref name="version"/>,
    /// or why not. A clock that was set back to before the asking ends it too: how long ago that was cannot
    /// be told any more.
    /// </summary>
    public ApprovalVerdict<T> Judge(string id, string principal, long version, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(principal))
            return Refuse(ApprovalCodes.PrincipalMissing, "an approval needs a person's name");
        if (Find(id) is not { } pending)
            return Refuse(ApprovalCodes.Unknown, $"nothing waits for approval under '{id}'");
        if (IsSamePerson(pending.AskedBy, principal))
            return Refuse(
                ApprovalCodes.SamePerson, $"{pending.AskedBy} asked for it; it takes somebody else");
        if (now > pending.ValidUntil || now < pending.At)
            return Refuse(ApprovalCodes.Expired,
                $"asked for at {pending.At:O}, valid until {pending.ValidUntil:O}, now {now:O}");
        return version == pending.Version
            ? new ApprovalVerdict<T>(pending)
            : Refuse(ApprovalCodes.Stale,
                $"the state has changed since it was asked for: expected={pending.Version} actual={version}");
    }

    /// <summary>
    /// Names are compared as people write them: case and blanks around them make no other person.
    /// </summary>
    private static bool IsSamePerson(string one, string other) =>
        one.Trim().Equals(other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static ApprovalVerdict<T> Refuse(string code, string reason) => new(null, code, reason);
}
