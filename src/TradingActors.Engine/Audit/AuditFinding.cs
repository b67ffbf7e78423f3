namespace TradingActors.Engine.Audit;

/// <summary>In which way a record is not what it was.</summary>
public enum AuditFindingKind
{
    /// <summary>The row says something else than what was sealed.</summary>
    Edited,

    /// <summary>A row that was there is gone.</summary>
    Removed,

    /// <summary>The stream was sealed or anchored further than it goes now.</summary>
    Truncated,

    /// <summary>A row stands where another one was sealed, and was itself never sealed.</summary>
    Inserted,

    /// <summary>The row was sealed under another number.</summary>
    Reordered,

    /// <summary>This build cannot read the row.</summary>
    Unreadable,

    /// <summary>The seals do not follow from one another: somebody has been at them.</summary>
    SealEdited,

    /// <summary>A row before the last sealed one has no seal.</summary>
    SealRemoved,

    /// <summary>There is no file of seals.</summary>
    NotSealed,

    /// <summary>The rows do not lead to the hash that was anchored.</summary>
    AnchorContradicts,

    /// <summary>A line of the anchors' file is no anchor.</summary>
    AnchorUnreadable,
}

/// <summary>
/// One thing that is wrong, from row <paramref name="First"/> to row <paramref name="Last"/> of the stream.
/// </summary>
public sealed record AuditFinding(
    AuditFindingKind Kind, string Stream, long First, long Last, string Detail);
