namespace TradingActors.Simulation;

/// <summary>What a journal can do wrong; <see cref="JournalFaultKinds"/> tells each one's story.</summary>
public enum JournalFaultKind
{
    Rejected,
    FailedButWritten,
    FailedNotWritten,
    FailedWrittenLater,
    Slow,
    Unavailable,
    FullDisk,
    ReadOnly,
    SnapshotLost,
    SnapshotFailed,
    SnapshotUnread,
    ReplayFailed,
}
