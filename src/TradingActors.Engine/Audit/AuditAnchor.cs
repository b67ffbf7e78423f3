namespace TradingActors.Engine.Audit;

/// <summary>
/// The chain's hash at one row of a stream, to be kept where whoever can change the journal cannot write.
/// </summary>
public sealed record AuditAnchor(DateTimeOffset At, string Stream, long Sequence, string Hash);
