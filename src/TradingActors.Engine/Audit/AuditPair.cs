using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Audit;

/// <summary>What the journal and the seals have under one number; one of the two may be missing.</summary>
public readonly record struct AuditPair(long SequenceNumber, JournalRow? Row, SealedRow? Seal)
{
    /// <summary>Both in the order of their numbers, side by side.</summary>
    public static IEnumerable<AuditPair> Merge(IEnumerable<JournalRow> rows, IEnumerable<SealedRow> seals)
    {
        using var row = rows.GetEnumerator();
        using var seal = seals.GetEnumerator();
        var hasRow = row.MoveNext();
        var hasSeal = seal.MoveNext();
        while (hasRow || hasSeal)
        {
            var rowNumber = hasRow ? row.Current.SequenceNumber : long.MaxValue;
            var sealNumber = hasSeal ? seal.Current.SequenceNumber : long.MaxValue;
            var number = Math.Min(rowNumber, sealNumber);
            yield return new AuditPair(number, rowNumber == number ? row.Current : null,
                sealNumber == number ? seal.Current : null);
            if (rowNumber == number)
                hasRow = row.MoveNext();
            if (sealNumber == number)
                hasSeal = seal.MoveNext();
        }
    }
}
