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

    public static readonly EmergencyState Initial = new(0, [], []);

    public static EmergencyState FromSnapshot(EmergencySnapshot snapshot) =>
        new(snapshot.Version, [.. snapshot.Holds], [.. snapshot.MergedIds]);

    public EmergencySnapshot ToSnapshot() => new(Version, Holds, MergedIds);

    public HoldsInForce ToMessage() => new(Version, Holds);

    public Hold? Find(HoldCause cause, Scope scope)
    {
        var at = IndexOf(cause, scope);
        return at < 0 ? null : Holds[at];
    }

    public EmergencyState Apply(EmergencyEvent on) => (on switch
    {
        InitialModeTaken { Mode: TradingMode.Active } => this,
        InitialModeTaken taken => With(new Hold(HoldCause.InitialMode, Scope.Everything, taken.Mode,
            "first start: a person opens trading", "configuration", taken.At)),
        HoldRaised raised => With(raised.Hold),
        HoldCleared cleared => Without(cleared.Cause, cleared.Scope),
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
        };
    }

    private EmergencyState Without(HoldCause cause, Scope scope)
    {
        var at = IndexOf(cause, scope);
        return at < 0 ? this : this with { Holds = Holds.RemoveAt(at) };
    }

    private int IndexOf(HoldCause cause, Scope scope)
    {
        for (var i = 0; i < Holds.Length; i++)
            if (Holds[i].Cause == cause && Holds[i].Scope == scope)
                return i;
        return -1;
    }
}
