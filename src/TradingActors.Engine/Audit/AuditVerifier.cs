using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Audit;

/// <summary>
/// Computes every chain again and compares it with the seals and the anchors. Reads alone, also beside a
/// running node: what is written meanwhile counts as not sealed yet.
/// </summary>
public static class AuditVerifier
{
    /// <param name="files">Where the record is.</param>
    /// <param name="anchors">The anchors to hold it against, best from another volume.</param>
    /// <exception cref="JournalUnfitException">A file is there and cannot be read.</exception>
    public static AuditReport Verify(AuditFiles files, IReadOnlyList<AuditAnchor> anchors)
    {
        using var seals = File.Exists(files.Seals) ? SealStore.OpenToRead(files.Seals) : null;
        var sealedTo = (seals?.Streams() ?? []).ToDictionary(
            name => name, name => seals!.Head(name)!.SequenceNumber, StringComparer.Ordinal);
        JournalReader[] journals = [.. files.Journals.Where(File.Exists).Select(JournalReader.Open)];
        try
        {
            var streams = journals.SelectMany(AuditedStream.Of)
                .ToDictionary(s => s.Name, StringComparer.Ordinal);
            var names = streams.Keys.Concat(sealedTo.Keys).Concat(anchors.Select(a => a.Stream))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            return new AuditReport(
                [.. names.Select(name => Check(name, streams.GetValueOrDefault(name), seals,
                    sealedTo.GetValueOrDefault(name), [.. anchors.Where(a => a.Stream == name)]))],
                [
                    .. seals is not null || streams.Count == 0
                        ? Array.Empty<AuditFinding>()
                        : [new AuditFinding(
                            AuditFindingKind.NotSealed, "", 0, 0, $"there is no {files.Seals}")],
                    .. QuietTimes.Check(anchors),
                ]);
        }
        finally
        {
            foreach (var journal in journals)
                journal.Dispose();
        }
    }

    private static StreamVerdict Check(
        string name,
        AuditedStream? stream,
        SealStore? seals,
        long sealedTo,
        IReadOnlyList<AuditAnchor> anchors)
    {
        var isContiguous = !name.EndsWith(AuditedStream.Snapshots, StringComparison.Ordinal);
        var check = new StreamCheck(name, isContiguous, anchors);
        var pairs = AuditPair.Merge(
            stream?.Rows() ?? [], sealedTo > 0 ? seals!.Rows(name, sealedTo) : []);
        foreach (var pair in pairs)
            check.Take(pair, sealedTo);
        return check.Finish();
    }
}
