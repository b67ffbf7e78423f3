using System.Globalization;
using System.Runtime.Serialization;

namespace TradingActors.Engine.Audit;

/// <summary>
/// Checks one stream against its seals and anchors, pair by pair in order, and in the end tells the ways of
/// tampering apart. Holds what differs, at most <see cref="DifferencesMax"/>; beyond that it still says that
/// more differs.
/// </summary>
/// <param name="stream">The stream's name.</param>
/// <param name="isContiguous">Whether every number up to the last has a row: snapshots have not.</param>
/// <param name="anchors">The stream's anchors.</param>
public sealed class StreamCheck(string stream, bool isContiguous, IReadOnlyList<AuditAnchor> anchors)
{
    public const int DifferencesMax = 10_000;

    private readonly AuditAnchor[] _anchors = [.. anchors.OrderBy(a => a.Sequence)];
    private readonly StreamDifferences _differences = new(stream);
    private readonly List<AuditFinding> _findings = [];
    private byte[] _chain = AuditChain.Genesis(stream);
    private byte[] _sealChain = AuditChain.Genesis(stream);
    private long _rows;
    private long _last;
    private long _seen;
    private long _sealedTo;
    private long _unsealed;
    private long _anchoredTo;
    private int _anchorAt;
    private bool _isContradicted;

    /// <param name="pair">The next pair; its number is above the last one's.</param>
    /// <param name="sealedTo">The number of the stream's last seal.</param>
    public void Take(in AuditPair pair, long sealedTo)
    {
        if (isContiguous && pair.SequenceNumber > _seen + 1)
            Add(AuditFindingKind.Removed, _seen + 1, pair.SequenceNumber - 1, "no row and no seal");
        _seen = pair.SequenceNumber;
        if (pair.Seal is { } seal)
            TakeSeal(seal);
        byte[]? content = null;
        if (pair.Row is { } row)
        {
            content = AuditChain.Content(row);
            PassAnchors(pair.SequenceNumber - 1);
            _chain = AuditChain.Next(_chain, pair.SequenceNumber, content);
            PassAnchors(pair.SequenceNumber);
            _rows++;
            _last = pair.SequenceNumber;
            CheckReadable(row);
        }

        if (pair.Seal is null && pair.SequenceNumber > sealedTo)
        {
            _unsealed++;
            _differences.AddUnsealed(pair.SequenceNumber, content!);
        }
        else if (pair.Seal is null)
            Add(AuditFindingKind.SealRemoved, _seen, _seen, "the row has no seal");
        else if (content is null || !content.AsSpan().SequenceEqual(pair.Seal.Content))
            _differences.Add(pair.SequenceNumber, content, pair.Seal.Content);
    }

    public StreamVerdict Finish()
    {
        var findings = new List<AuditFinding>(_findings);
        findings.AddRange(_differences.Explain(_last));
        if (_anchoredTo > _sealedTo)
            findings.Add(new AuditFinding(AuditFindingKind.SealRemoved, stream, _sealedTo + 1, _anchoredTo,
                $"anchored to {_anchoredTo}, and sealed only to {_sealedTo}"));
        if (_anchorAt < _anchors.Length && !_isContradicted)
            findings.Add(new AuditFinding(AuditFindingKind.Truncated, stream, _last + 1,
                _anchors[^1].Sequence, $"anchored to {_anchors[^1].Sequence} at {Time(_anchors[^1])}, "
                + $"the stream ends at {_last}"));
        return new StreamVerdict(stream, _rows, _last, _sealedTo, _anchoredTo, _unsealed,
            [.. findings.OrderBy(f => f.First)]);
    }

    private void TakeSeal(SealedRow seal)
    {
        var expected = AuditChain.Next(_sealChain, seal.SequenceNumber, seal.Content);
        if (!expected.AsSpan().SequenceEqual(seal.Chain))
            Add(AuditFindingKind.SealEdited, seal.SequenceNumber, seal.SequenceNumber,
                "the seal does not follow from the one before it");
        _sealChain = seal.Chain;
        _sealedTo = seal.SequenceNumber;
    }

    /// <summary>
    /// Every anchor up to the number; only the first that is contradicted says something, because what
    /// follows it hangs on it.
    /// </summary>
    private void PassAnchors(long number)
    {
        for (; _anchorAt < _anchors.Length && _anchors[_anchorAt].Sequence <= number; _anchorAt++)
        {
            var anchor = _anchors[_anchorAt];
            var isMet = anchor.Sequence == number
                && anchor.Hash.Equals(Convert.ToHexStringLower(_chain), StringComparison.OrdinalIgnoreCase);
            if (isMet && !_isContradicted)
                _anchoredTo = anchor.Sequence;
            else if (!_isContradicted)
            {
                _isContradicted = true;
                Add(AuditFindingKind.AnchorContradicts, _anchoredTo + 1, anchor.Sequence,
                    $"changed after it was anchored at {Time(anchor)} to {anchor.Sequence}"
                    + (_anchoredTo > 0 ? $", behind the anchor of {_anchoredTo}" : ""));
            }
        }
    }

    private void CheckReadable(Journal.JournalRow row)
    {
        try
        {
            row.Decode();
        }
        catch (SerializationException e)
        {
            Add(AuditFindingKind.Unreadable, row.SequenceNumber, row.SequenceNumber, e.Message);
        }
    }

    /// <summary>A list that would grow with the stream ends with its last entry widened.</summary>
    private void Add(AuditFindingKind kind, long first, long last, string detail)
    {
        if (_findings.Count < DifferencesMax)
            _findings.Add(new AuditFinding(kind, stream, first, last, detail));
        else
            _findings[^1] = _findings[^1] with { Last = last, Detail = "and everything that follows" };
    }

    private static string Time(AuditAnchor anchor) => anchor.At.UtcDateTime.ToString(
        "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
