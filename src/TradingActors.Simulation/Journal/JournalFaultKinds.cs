using System.Runtime.Serialization;
using Microsoft.Data.Sqlite;

namespace TradingActors.Simulation;

/// <summary>Every kind of journal fault, one row each, and what the engine gets to see of it.</summary>
public static class JournalFaultKinds
{
    /// <summary>Akka gives a write up after this, by its breaker as the node configures it.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private const int IoError = 10;
    private const int CannotOpen = 14;
    private const int Full = 13;
    private const int WriteProtected = 8;
    private const int Constraint = 19;
    private const int UniqueConstraint = 2067;

    public static IReadOnlyList<JournalFaultKindRow> Table { get; } =
    [
        new(JournalFaultKind.Rejected, JournalFaultTarget.Write, true, false,
            "refused before it was written; the stream goes on without it"),
        new(JournalFaultKind.FailedButWritten, JournalFaultTarget.Write, true, false,
            "written, and reported as failed"),
        new(JournalFaultKind.FailedNotWritten, JournalFaultTarget.Write, true, false,
            "not written, and reported as failed"),
        new(JournalFaultKind.FailedWrittenLater, JournalFaultTarget.Write, true, false,
            "given up when the call timed out, and written all the same a little later"),
        new(JournalFaultKind.Slow, JournalFaultTarget.Write, false, false,
            "written and answered late; what comes after it waits"),
        new(JournalFaultKind.Unavailable, JournalFaultTarget.Span, true, true,
            "nothing can be written or read for a while"),
        new(JournalFaultKind.FullDisk, JournalFaultTarget.Span, true, false,
            "nothing can be written for a while: the disk is full"),
        new(JournalFaultKind.ReadOnly, JournalFaultTarget.Span, true, false,
            "nothing can be written for a while: the file system is read-only"),
        new(JournalFaultKind.SnapshotLost, JournalFaultTarget.SnapshotSaved, false, false,
            "reported as saved, and gone when it is looked for"),
        new(JournalFaultKind.SnapshotFailed, JournalFaultTarget.SnapshotSaved, false, true,
            "not saved, and reported as failed"),
        new(JournalFaultKind.SnapshotUnread, JournalFaultTarget.SnapshotRead, false, true,
            "there, and cannot be read this time"),
        new(JournalFaultKind.ReplayFailed, JournalFaultTarget.Replay, false, true,
            "the replay breaks off after half of the stream, this time"),
    ];

    public static JournalFaultKindRow Of(JournalFaultKind kind) => Table[(int)kind];

    /// <summary>As the node's own journal would report it.</summary>
    public static Exception Failure(JournalFaultKind kind) => kind switch
    {
        JournalFaultKind.Rejected => new SerializationException("the event cannot be written"),
        JournalFaultKind.FailedWrittenLater =>
            new TimeoutException($"the write was not answered within {CallTimeout.TotalSeconds} s"),
        JournalFaultKind.Unavailable => Sqlite("unable to open database file", CannotOpen),
        JournalFaultKind.FullDisk => Sqlite("database or disk is full", Full),
        JournalFaultKind.ReadOnly => Sqlite("attempt to write a readonly database", WriteProtected),
        _ => Sqlite("disk I/O error", IoError),
    };

    /// <summary>The sequence number is taken: another writer has been at the stream.</summary>
    public static Exception Conflict() => new SqliteException(
        "SQLite Error 19: 'UNIQUE constraint failed: journal.persistence_id, journal.sequence_number'.",
        Constraint, UniqueConstraint);

    private static SqliteException Sqlite(string text, int code) =>
        new($"SQLite Error {code}: '{text}'.", code);
}
