namespace TradingActors.Engine.Audit;

/// <summary>
/// What was sealed of one row: the hash of what it says, and of the chain up to and with it. See <see
/// cref="AuditChain"/>.
/// </summary>
public sealed record SealedRow(long SequenceNumber, byte[] Content, byte[] Chain);
