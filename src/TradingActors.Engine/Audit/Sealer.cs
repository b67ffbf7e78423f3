using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Audit;

/// <summary>
/// Continues the chain of each stream from its last seal over the rows that have come since.
/// </summary>
public sealed class Sealer : IDisposable
{
    private readonly SealStore _seals;
    private readonly IReadOnlyList<JournalReader> _journals;
    private readonly Dictionary<string, (long Sequence, byte[] Chain)> _heads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _anchored = new(StringComparer.Ordinal);

    private Sealer(SealStore seals, IReadOnlyList<JournalReader> journals)
    {
        _seals = seals;
        _journals = journals;
    }

    /// <exception cref="JournalUnfitException">A file is missing, or is none of its kind.</exception>
    public static Sealer Open(AuditFiles files)
    {
        var journals = new List<JournalReader>();
        try
        {
            foreach (var file in files.Journals)
                journals.Add(JournalReader.Open(file));
            return new Sealer(SealStore.Open(files.Seals), journals);
        }
        catch (JournalUnfitException)
        {
            journals.ForEach(j => j.Dispose());
            throw;
        }
    }

    /// <summary>
    /// Seals everything and anchors every stream: what is to be called before a node writes anything, and
    /// after it can write no more.
    /// </summary>
    /// <exception cref="JournalUnfitException">A file is missing, or is none of its kind.</exception>
    public static void Mark(AuditFiles files, AnchorKind kind, DateTimeOffset at)
    {
        using var sealer = Open(files);
        sealer.SealAll();
        var anchors = sealer._heads.Where(h => h.Value.Sequence > 0)
            .OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => new AuditAnchor(
                at, h.Key, h.Value.Sequence, Convert.ToHexStringLower(h.Value.Chain), kind))
            .ToArray();
        if (anchors.Length > 0)
            AnchorFile.Append(files.Anchors, anchors);
    }

    /// <summary>
    /// Seals at most <paramref name="rowsMax"/> rows of each stream; true when some stream had more.
    /// </summary>
    public bool Seal(int rowsMax)
    {
        var isBehind = false;
        foreach (var stream in _journals.SelectMany(AuditedStream.Of))
            isBehind |= Seal(stream, rowsMax) == rowsMax;
        return isBehind;
    }

    /// <summary>The head of each stream that has moved since it was last anchored.</summary>
    public IReadOnlyList<AuditAnchor> TakeAnchors(DateTimeOffset at)
    {
        var anchors = new List<AuditAnchor>();
        foreach (var (stream, (sequence, chain)) in _heads.OrderBy(h => h.Key, StringComparer.Ordinal))
        {
            if (sequence == 0 || _anchored.GetValueOrDefault(stream) == sequence)
                continue;

            _anchored[stream] = sequence;
            anchors.Add(new AuditAnchor(at, stream, sequence, Convert.ToHexStringLower(chain)));
        }

        return anchors;
    }

    public void Dispose()
    {
        _seals.Dispose();
        foreach (var journal in _journals)
            journal.Dispose();
    }

    private void SealAll()
    {
        foreach (var stream in _journals.SelectMany(AuditedStream.Of))
            while (Seal(stream, JournalReader.PageRows) > 0)
            {
            }
    }

    private int Seal(AuditedStream stream, int rowsMax)
    {
        var (after, chain) = HeadOf(stream.Name);
        var page = stream.Page(after, rowsMax);
        if (page.Count == 0)
            return 0;

        var rows = new List<SealedRow>(page.Count);
        foreach (var row in page)
        {
            var content = AuditChain.Content(row);
            chain = AuditChain.Next(chain, row.SequenceNumber, content);
            rows.Add(new SealedRow(row.SequenceNumber, content, chain));
        }

        _seals.Append(stream.Name, rows);
        _heads[stream.Name] = (rows[^1].SequenceNumber, chain);
        return page.Count;
    }

    private (long Sequence, byte[] Chain) HeadOf(string stream)
    {
        if (!_heads.TryGetValue(stream, out var head))
            _heads[stream] = head = _seals.Head(stream) is { } last
                ? (last.SequenceNumber, last.Chain)
                : (0, AuditChain.Genesis(stream));
        return head;
    }
}
