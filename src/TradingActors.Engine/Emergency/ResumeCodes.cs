namespace TradingActors.Engine.Emergency;

/// <summary>Why a resume was refused, in the order in which it is checked.</summary>
public static class ResumeCodes
{
    /// <summary>This node does not hear the emergency stream, so nothing can be lifted here.</summary>
    public const string StreamUnreachable = "STREAM_UNREACHABLE";

    /// <summary>A halt that was given on this node is not in the stream yet.</summary>
    public const string LatchUnmerged = "LATCH_UNMERGED";

    /// <summary>No reason was given; leaving a hold is always justified in writing.</summary>
    public const string ReasonMissing = "REASON_MISSING";

    /// <summary>Nobody was named.</summary>
    public const string PrincipalMissing = "PRINCIPAL_MISSING";

    /// <summary>The request was under way for too long to still mean what its sender saw.</summary>
    public const string Expired = "EXPIRED";

    /// <summary>The state is not the one that the decision was made on.</summary>
    public const string VersionChanged = "VERSION_CHANGED";

    /// <summary>No hold in exactly this scope waits for a person.</summary>
    public const string NothingToResume = "NOTHING_TO_RESUME";

    /// <summary>
    /// No answer came: it may have taken effect or may still; look at the holds before asking again.
    /// </summary>
    public const string OutcomeUnknown = "OUTCOME_UNKNOWN";
}
