using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Audit;

/// <summary>
/// Reads everything again that was sealed when it began, a bounded number of rows a step, and tells what is
/// not what it was by the seals and by the node's own anchors.
/// </summary>
public sealed class RecordPatrol : IDisposable
{
    private readonly SealStore _seals;
    private readonly IReadOnlyList<JournalReader> _journals;
    private readonly Queue<(string Name, AuditedStream? Stream, long SealedTo)> _left;
    private readonly ILookup<string, AuditAnchor> _anchors;
    private IReadOnlyList<AuditFinding> _beside;
    private IEnumerator<AuditPair>? _pairs;
    private StreamCheck? _check;
    private long _sealedTo;

    private RecordPatrol(
        SealStore seals, IReadOnlyList<JournalReader> journals, IReadOnlyList<AuditAnchor> anchors)
    {
        _anchors = anchors.ToLookup(a => a.Stream, StringComparer.Ordinal);
        _beside = QuietTimes.Check(anchors);
        _seals = seals;
        _journals = journals;
        var streams = journals.SelectMany(AuditedStream.Of).ToDictionary(s => s.Name, StringComparer.Ordinal);
        _left = new Queue<(string, AuditedStream?, long)>(seals.Streams().Select(name =>
            (name, streams.GetValueOrDefault(name), seals.Head(name)!.SequenceNumber)));
        Streams = _left.Count;
    }

    public int Streams { get; }

    public long Rows { get; private set; }

    /// <exception cref="JournalUnfitException">A file is missing, or is none of its kind.</exception>
    public static RecordPatrol Begin(AuditFiles files)
    {
        // The anchors before the seals: what is sealed meanwhile must not make an anchor seem too far ahead.
        var anchors = File.Exists(files.Anchors) ? AnchorFile.Read(files.Anchors).Anchors : [];
        var seals = SealStore.OpenToRead(files.Seals);
        JournalReader[] journals = [.. files.Journals.Select(JournalReader.Open)];
        return new RecordPatrol(seals, journals, anchors);
    }

    /// <summary>
    /// Goes on for so many rows; true when it is through. <paramref name="findings"/> are those of the
    /// streams that were finished in this step.
    /// </summary>
    public bool Step(int rowsMax, out IReadOnlyList<AuditFinding> findings)
    {
        var found = new List<AuditFinding>(_beside);
        _beside = [];
        findings = found;
        for (var rows = 0; rows < rowsMax; rows++)
        {
            if (_pairs is null && !Next())
                return true;

            if (_pairs!.MoveNext() && _pairs.Current.SequenceNumber <= _sealedTo)
            {
                _check!.Take(_pairs.Current, _sealedTo);
                Rows++;
                continue;
            }

            found.AddRange(_check!.Finish().Findings);
            _pairs.Dispose();
            _pairs = null;
        }

        return false;
    }

    public void Dispose()
    {
        _pairs?.Dispose();
        _seals.Dispose();
        foreach (var journal in _journals)
            journal.Dispose();
    }

    private bool Next()
    {
        if (!_left.TryDequeue(out var next))
            return false;

        var isContiguous = !next.Name.EndsWith(AuditedStream.Snapshots, StringComparison.Ordinal);
        _check = new StreamCheck(next.Name, isContiguous, [.. _anchors[next.Name]]);
        _pairs = AuditPair.Merge(next.Stream?.Rows() ?? [], _seals.Rows(next.Name, next.SealedTo))
            .GetEnumerator();
        _sealedTo = next.SealedTo;
        return true;
    }
}
