using TradingActors.SimulatedVenue;

namespace TradingActors.Simulation.Campaign;

/// <summary>A fault as a campaign injects it, once each time, under the name that its row has.</summary>
public sealed record FaultScenario(string Name, FaultRule Rule)
{
    private const string Place = "order.place";
    private const string Cancel = "order.cancel";
    private const string Replace = "order.cancelReplace";

    /// <summary>Every fault, to every request that it matters for.</summary>
    public static readonly IReadOnlyList<FaultScenario> All =
    [
        To(FaultKind.DelayAnswer, Place, 100, 3_000),
        To("late-answer", FaultKind.DelayAnswer, Place, 5_500, 9_000),
        To("late-answer", FaultKind.DelayAnswer, Cancel, 5_500, 9_000),
        To("late-answer", FaultKind.DelayAnswer, Replace, 5_500, 9_000),
        To(FaultKind.DelayRequest, Place, 100, 4_000),
        To(FaultKind.DelayRequest, Replace, 100, 4_000),
        To(FaultKind.LoseAnswer, Place),
        To(FaultKind.LoseAnswer, Cancel),
        To(FaultKind.LoseAnswer, Replace),
        To(FaultKind.LoseRequest, Place),
        To(FaultKind.LoseRequest, Cancel),
        To(FaultKind.LoseRequest, Replace),
        To(FaultKind.DuplicateAnswer, Place),
        To(FaultKind.GarbleAnswer, Place),
        To(FaultKind.UnknownExecuted, Place),
        To(FaultKind.UnknownExecuted, Replace),
        To(FaultKind.UnknownNotExecuted, Place),
        To(FaultKind.UnknownNotExecuted, Replace),
        To(FaultKind.UnexpectedExecuted, Place),
        To(FaultKind.ServerErrorExecuted, Place),
        To(FaultKind.ServerErrorExecuted, Cancel),
        To(FaultKind.ServerErrorNotExecuted, Place),
        To(FaultKind.DropAfter, Place),
        To(FaultKind.DropAfter, Replace),
        To(FaultKind.DropBefore, Place),
        To(FaultKind.DropMidFrame, Place),
        To(FaultKind.Throttle, Place, 1_000, 5_000),
        To(FaultKind.TooManyOrders, Place, 1_000, 5_000),
        To(FaultKind.Busy, Place),
        To(FaultKind.Ban, Place, 2_000, 8_000),
        To(FaultKind.RefuseTimestamp, Place),
        To(FaultKind.RefuseKey, Place),
        To(FaultKind.CancelRace, Replace),
        Any(FaultKind.LoseEvent),
        Any(FaultKind.DelayEvent, 50, 3_000),
        Any(FaultKind.DuplicateEvent),
        Any(FaultKind.Cut),
        Any(FaultKind.HalfOpen),
        Any(FaultKind.SlowReader, 500, 8_000),
        Any(FaultKind.Shutdown, 500, 5_000),
        Any(FaultKind.EndStream),
        Any(FaultKind.Maintenance, 2_000, 10_000),
        Any(FaultKind.RevokeKey, 2_000, 8_000),
        Any(FaultKind.ExternalOrder),
        Any(FaultKind.ExternalFill),
        Any(FaultKind.Deposit),
    ];

    /// <summary>
    /// It ends the connection. The next waits until the one made after it counts as stable, so that each
    /// finds the engine as an ordinary day does, not with its patience spent on the last.
    /// </summary>
    public bool EndsConnection => Rule.Kind is
        FaultKind.DropAfter or FaultKind.DropBefore or FaultKind.DropMidFrame or FaultKind.Ban
        or FaultKind.RefuseKey or FaultKind.RevokeKey or FaultKind.SlowReader or FaultKind.Cut
        or FaultKind.HalfOpen or FaultKind.Shutdown or FaultKind.EndStream or FaultKind.Maintenance;

    private static FaultScenario To(FaultKind kind, string method, int delayMin = 0, int delayMax = 0) =>
        To(FaultKinds.Of(kind).Word, kind, method, delayMin, delayMax);

    private static FaultScenario To(string word, FaultKind kind, string method, int delayMin, int delayMax) =>
        new($"{word} of {method}", new FaultRule(kind)
        {
            Method = method,
            Times = 1,
            DelayMsMin = delayMin,
            DelayMsMax = delayMax,
        });

    private static FaultScenario Any(FaultKind kind, int delayMin = 0, int delayMax = 0) =>
        new(FaultKinds.Of(kind).Word, new FaultRule(kind)
        {
            Times = 1,
            DelayMsMin = delayMin,
            DelayMsMax = delayMax,
        });
}
