using System.Text.Json.Serialization;

namespace TradingActors.Engine.Audit;

/// <summary>
/// The chain's hash at one row of a stream, to be kept where whoever can change the journal cannot write.
/// </summary>
public sealed record AuditAnchor(
    DateTimeOffset At,
    string Stream,
    long Sequence,
    string Hash,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    AnchorKind Kind = AnchorKind.Running);

/// <summary>When an anchor was made; between a stop and the next start nobody may have written.</summary>
public enum AnchorKind
{
    /// <summary>While a node ran.</summary>
    Running,

    /// <summary>Before a node that starts has written anything.</summary>
    Start,

    /// <summary>After a node that stopped well can write no more.</summary>
    Stop,
}
