namespace TradingActors.Engine.Audit;

/// <summary>
/// The files of one node's audit record: the journals that are sealed, the seals, the anchors.
/// </summary>
public sealed record AuditFiles(IReadOnlyList<string> Journals, string Seals, string Anchors)
{
    /// <summary>The seals' name in the data directory.</summary>
    public const string SealsName = "audit.db";

    /// <summary>As a node lays them out below its data directory.</summary>
    public static AuditFiles In(string directory) => new(
        [Path.Combine(directory, "journal.db"), Path.Combine(directory, "emergency.db")],
        Path.Combine(directory, SealsName),
        Path.Combine(directory, AnchorFile.Name));
}
