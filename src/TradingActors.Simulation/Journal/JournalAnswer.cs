namespace TradingActors.Simulation;

/// <summary>What a write came to.</summary>
internal readonly record struct JournalAnswer(Exception? Problem, bool IsRejection)
{
    public static JournalAnswer Written => default;

    public static JournalAnswer Of(JournalFaultKind kind) =>
        new(JournalFaultKinds.Failure(kind), kind == JournalFaultKind.Rejected);
}
