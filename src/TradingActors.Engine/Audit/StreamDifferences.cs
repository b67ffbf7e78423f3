namespace TradingActors.Engine.Audit;

/// <summary>
/// The numbers of a stream under which the journal does not have what was sealed, told apart: a row that was
/// sealed under another number has moved, one that was sealed nowhere is edited or inserted, and what was
/// sealed and is nowhere is removed, at the end of the stream cut off.
/// </summary>
internal sealed class StreamDifferences(string stream)
{
    private readonly List<(long Number, string? Row, string? Sealed)> _differences = [];
    private readonly List<(long Number, string Row)> _unsealed = [];
    private long _beyond;

    public void Add(long number, byte[]? row, byte[] sealedContent)
    {
        if (_differences.Count >= StreamCheck.DifferencesMax)
            _beyond = number;
        else
            _differences.Add((
                number, row is null ? null : Convert.ToHexString(row), Convert.ToHexString(sealedContent)));
    }

    /// <summary>
    /// A row behind the last seal: it may be one that was sealed and moved. Of an intact stream none is kept.
    /// </summary>
    public void AddUnsealed(long number, byte[] row)
    {
        if (_differences.Count > 0 && _unsealed.Count < StreamCheck.DifferencesMax)
            _unsealed.Add((number, Convert.ToHexString(row)));
    }

    /// <param name="last">The number of the stream's last row.</param>
    public IReadOnlyList<AuditFinding> Explain(long last)
    {
        var sealedAt = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var difference in _differences)
            sealedAt.TryAdd(difference.Sealed!, difference.Number);
        var present = _differences.Select(d => d.Row).OfType<string>().Concat(_unsealed.Select(u => u.Row))
            .ToHashSet(StringComparer.Ordinal);

        var told = new List<(AuditFindingKind Kind, long Number, long From)>();
        foreach (var (number, row, was) in _differences)
        {
            var isGone = !present.Contains(was!);
            if (row is not null && sealedAt.TryGetValue(row, out var from))
                told.Add((AuditFindingKind.Reordered, number, from));
            else if (row is not null)
                told.Add((isGone ? AuditFindingKind.Edited : AuditFindingKind.Inserted, number, number));

            // What an edited row said is not missing; it has another text.
            if (isGone && (row is null || sealedAt.ContainsKey(row)))
                told.Add((
                    number > last ? AuditFindingKind.Truncated : AuditFindingKind.Removed, number, number));
            else if (row is null && number > last)
                told.Add((AuditFindingKind.Truncated, number, number));
        }

        foreach (var (number, row) in _unsealed)
            if (sealedAt.TryGetValue(row, out var from))
                told.Add((AuditFindingKind.Reordered, number, from));
        var findings = Ranges(told, last);
        if (_beyond > 0)
            findings.Add(new AuditFinding(AuditFindingKind.Edited, stream, _differences[^1].Number + 1,
                _beyond, "more differs than is told one by one"));
        return findings;
    }

    /// <summary>Neighbours that tell the same are told as one.</summary>
    private List<AuditFinding> Ranges(List<(AuditFindingKind Kind, long Number, long From)> told, long last)
    {
        var findings = new List<AuditFinding>();
        foreach (var kind in told.GroupBy(t => t.Kind).OrderBy(g => g.Key))
        {
            (long First, long Last, long From)? open = null;
            foreach (var (_, number, from) in kind)
            {
                if (open is { } o && number == o.Last + 1 && from - number == o.From - o.First)
                {
                    open = (o.First, number, o.From);
                    continue;
                }

                if (open is { } done)
                    findings.Add(Finding(kind.Key, done.First, done.Last, done.From, last));
                open = (number, number, from);
            }

            if (open is { } end)
                findings.Add(Finding(kind.Key, end.First, end.Last, end.From, last));
        }

        return findings;
    }

    private AuditFinding Finding(AuditFindingKind kind, long first, long last, long from, long streamEnd) =>
        new(kind, stream, first, last, kind switch
        {
            AuditFindingKind.Reordered => $"was sealed as row {from}",
            AuditFindingKind.Truncated => $"sealed to {last}, the stream ends at {streamEnd}",
            AuditFindingKind.Removed => "was sealed and is gone",
            AuditFindingKind.Inserted => "was never sealed, and stands where another row was",
            _ => "does not say what was sealed",
        });
}
