namespace TradingActors.Node.Direct;

/// <summary>How a check of the doctor ended.</summary>
public enum FindingStatus
{
    Ok,

    /// <summary>It works, and somebody should look.</summary>
    Warning,

    /// <summary>A node would not trade, or should not.</summary>
    Failed,

    /// <summary>The venue did not answer.</summary>
    Unreachable,
}

/// <summary>One check: of what, which, and what was seen.</summary>
public sealed record Finding(string Subject, string Check, FindingStatus Status, string Detail);
