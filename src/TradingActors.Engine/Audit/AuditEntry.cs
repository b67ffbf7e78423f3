namespace TradingActors.Engine.Audit;

/// <summary>
/// One decision or change of mode: who, what, and the state it met and left. <paramref name="Principal"/> is
/// empty where nobody is named.
/// </summary>
public sealed record AuditEntry(
    DateTimeOffset At,
    string Stream,
    long Sequence,
    string Principal,
    string Text,
    string Before,
    string After);
