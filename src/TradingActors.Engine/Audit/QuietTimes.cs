namespace TradingActors.Engine.Audit;

/// <summary>
/// Between the stop of a node and the next start nobody writes to its journals: a stream that is longer at
/// the start than it was at the stop has been written to by somebody else. After a crash there is no stop,
/// and nothing can be told.
/// </summary>
internal static class QuietTimes
{
    /// <param name="anchors">In the order in which they were made.</param>
    public static IReadOnlyList<AuditFinding> Check(IReadOnlyList<AuditAnchor> anchors)
    {
        var findings = new List<AuditFinding>();
        Dictionary<string, long>? stopped = null;
        var before = AnchorKind.Running;
        foreach (var anchor in anchors)
        {
            if (anchor.Kind == AnchorKind.Running)
                stopped = null;
            else if (anchor.Kind == AnchorKind.Stop)
            {
                stopped = before == AnchorKind.Stop && stopped is not null
                    ? stopped
                    : new Dictionary<string, long>(StringComparer.Ordinal);
                stopped[anchor.Stream] = anchor.Sequence;
            }
            else if (stopped is not null && anchor.Sequence > stopped.GetValueOrDefault(anchor.Stream))
                findings.Add(new AuditFinding(AuditFindingKind.Inserted, anchor.Stream,
                    stopped.GetValueOrDefault(anchor.Stream) + 1, anchor.Sequence,
                    $"was there at the start at {anchor.At:O} and not at the stop before: "
                    + "written while no node ran"));
            before = anchor.Kind;
        }

        return findings;
    }
}
