using System.Collections.Immutable;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// The holds in force, by fold over the stream. <paramref name="Version"/> counts the events and never
/// decreases. <paramref name="MergedIds"/> are the latest raises, so that one that is delivered twice takes
/// effect once.
/// </summary>
public sealed record EmergencyState(
    long Version, ImmutableArray<Hold> Holds, ImmutableArray<string> MergedIds)
{
    /// <summary>
    /// Raises remembered; a repetition that comes after as many others raises its hold again.
    /// </summary>
    public const int MergedIdsMax = 256;

    /// <summary>Halts whose record is kept here; older ones are in the stream alone.</summary>
    public const int HaltsMax = 64;

    public static readonly EmergencyState Initial = new(0, [], []);

    /// <summary>
    /// The version of the last event that changed a hold: what a decision was made on still stands when none
    /// did. Records of a halt's progress are no such change.
    /// </summary>
    public long ChangedAt { get; init; }

    /// <summary>Resumes that wait for a second person.</summary>
    public ApprovalBook<Scope> Pending { get; init; } = ApprovalBook<Scope>.Empty;

    /// <summary>The latest halts with what they have come to, oldest first.</summary>
    public ImmutableArray<HaltRecord> Halts { get; init; } = [];

    public static EmergencyState FromSnapshot(EmergencySnapshot snapshot) =>
        new(snapshot.Version, [.. snapshot.Holds], [.. snapshot.MergedIds])
        {
            ChangedAt = snapshot.ChangedAt ?? snapshot.Version,
            Pending = new ApprovalBook<Scope>([.. snapshot.Pending ?? []]),
            Halts = [.. snapshot.Halts ?? []],
        };

    public EmergencySnapshot ToSnapshot() =>
        new(Version, Holds, MergedIds, ChangedAt, Pending.Pending, Halts);

    public HoldsInForce ToMessage() => new(Version, Holds, Pending.Pending,
        [
            .. Halts.Where(halt => Holds.Any(h => h.Id == halt.Hold.Id))
                .SelectMany(halt => halt.Reports)
                .Where(report => !report.IsComplete),
        ]);

    public Hold? Find(HoldCause cause, Scope scope)
    {
        var at = IndexOf(cause, scope);
        return at < 0 ? null : Holds[at];
    }

    public HaltRecord? FindHalt(string id) => Halts.FirstOrDefault(h => h.Hold.Id == id);

    public EmergencyState Apply(EmergencyEvent on) => (on switch
    {
        InitialModeTaken { Mode: TradingMode.Active } => this,
        InitialModeTaken taken => With(new Hold(HoldCause.InitialMode, Scope.Everything, taken.Mode,
            "first start: a person opens trading", "configuration", taken.At)),
        HoldRaised raised => With(raised.Hold),
        HoldCleared cleared => Without(cleared),
        ResumeAsked asked => this with
        {
            Pending = Pending.Ask(new Approval<Scope>(
                asked.ApprovalId, asked.Scope, asked.Principal, asked.Reason, ChangedAt, asked.At,
                asked.ValidUntil)),
        },
        HaltConfirmed confirmed => WithRecord(confirmed.HaltId, h => h with { Confirmed = confirmed }),
        HaltReported reported => WithRecord(reported.Report.HaltId, h => h.With(reported.Report)),
        _ => throw new InvalidOperationException(
            $"{on.GetType().Name} is not an event of the emergency stream"),
    }) with
    { Version = Version + 1 };

    private EmergencyState With(Hold raised)
    {
        var hold = raised.Id.Length > 0 ? raised : raised with { Id = $"hold-{Version + 1}" };
        var at = IndexOf(hold.Cause, hold.Scope);
        return this with
        {
            Holds = at < 0 ? Holds.Add(hold) : Holds.SetItem(at, Holds[at].RaisedAgain(hold)),
            MergedIds = [.. MergedIds.TakeLast(MergedIdsMax - 1), hold.Id],
            ChangedAt = Version + 1,
            Halts = hold.CancelsOrders
                ? [.. Halts.TakeLast(HaltsMax - 1), new HaltRecord(hold, null, [])]
                : Halts,
        };
    }

    private EmergencyState Without(HoldCleared cleared)
    {
        var at = IndexOf(cleared.Cause, cleared.Scope);
        return this with
        {
            Holds = at < 0 ? Holds : Holds.RemoveAt(at),
            Pending = cleared.ApprovalId is { } id ? Pending.Without(id) : Pending,
            ChangedAt = Version + 1,
        };
    }

    private EmergencyState WithRecord(string haltId, Func<HaltRecord, HaltRecord> change) =>
        FindHalt(haltId) is { } halt ? this with { Halts = Halts.Replace(halt, change(halt)) } : this;

    private int IndexOf(HoldCause cause, Scope scope)
    {
        for (var i = 0; i < Holds.Length; i++)
            if (Holds[i].Cause == cause && Holds[i].Scope == scope)
                return i;
        return -1;
    }
}
