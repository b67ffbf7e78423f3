using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Audit;

/// <summary>
/// Something that is sealed row by row: a stream's events, or its snapshots, which a recovery trusts as it
/// trusts the events. Named by the persistence id, snapshots with <see cref="Snapshots"/> behind it.
/// </summary>
public sealed record AuditedStream(JournalReader Journal, string PersistenceId, bool IsSnapshots)
{
    public const string Snapshots = "/snapshots";

    /// <summary>A snapshot is a whole account.</summary>
    private const int SnapshotsInPage = 4;

    public string Name => IsSnapshots ? PersistenceId + Snapshots : PersistenceId;

    public static IEnumerable<AuditedStream> Of(JournalReader journal) =>
        journal.Streams().Select(id => new AuditedStream(journal, id, false))
            .Concat(journal.SnapshotStreams().Select(id => new AuditedStream(journal, id, true)));

    public IReadOnlyList<JournalRow> Page(long after, int max) => IsSnapshots
        ? Journal.SnapshotPage(PersistenceId, after, Math.Min(max, SnapshotsInPage))
        : Journal.Page(PersistenceId, after, max);

    public IEnumerable<JournalRow> Rows()
    {
        for (var page = Page(0, JournalReader.PageRows); page.Count > 0;
            page = Page(page[^1].SequenceNumber, JournalReader.PageRows))
            foreach (var row in page)
                yield return row;
    }
}
