namespace TradingActors.Engine.Audit;

/// <summary>
/// What the check of one stream came to: its rows and the number of the last, how far it is sealed and
/// anchored, how many rows at its end are not sealed yet, and everything that is wrong.
/// </summary>
public sealed record StreamVerdict(
    string Stream,
    long Rows,
    long Last,
    long SealedTo,
    long AnchoredTo,
    long Unsealed,
    IReadOnlyList<AuditFinding> Findings)
{
    public bool IsIntact => Findings.Count == 0;
}

/// <summary>Every stream's verdict, and what is wrong beside them.</summary>
public sealed record AuditReport(IReadOnlyList<StreamVerdict> Streams, IReadOnlyList<AuditFinding> Findings)
{
    public bool IsIntact => Findings.Count == 0 && Streams.All(s => s.IsIntact);
}
