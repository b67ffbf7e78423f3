using System.Text.Json;

namespace TradingActors.Simulation;

/// <summary>What a fault of the journal befalls.</summary>
public enum JournalFaultTarget
{
    /// <summary>One write, alone.</summary>
    Write,

    /// <summary>Begins with one write and lasts for a span, for everything that it befalls.</summary>
    Span,

    /// <summary>One replay of a stream.</summary>
    Replay,

    /// <summary>One snapshot that is saved.</summary>
    SnapshotSaved,

    /// <summary>One look for a snapshot.</summary>
    SnapshotRead,
}

/// <summary>
/// One row of <see cref="JournalFaultKinds"/>. <paramref name="FailsWrites"/> says that the engine is told of
/// a failed or rejected write, <paramref name="FailsReads"/> the same of replays and snapshots.
/// </summary>
public sealed record JournalFaultKindRow(
    JournalFaultKind Kind, JournalFaultTarget Target, bool FailsWrites, bool FailsReads, string Story)
{
    /// <summary>The kind's name in a report.</summary>
    public string Word { get; } = JsonNamingPolicy.KebabCaseLower.ConvertName(Kind.ToString());
}
