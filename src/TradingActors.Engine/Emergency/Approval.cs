namespace TradingActors.Engine.Emergency;

/// <summary>
/// Something that one person has asked for and that waits for a second: <paramref name="What"/> was asked by
/// <paramref name="AskedBy"/> for <paramref name="Reason"/>, looking at the state of <paramref
/// name="Version"/>. Worth nothing outside <paramref name="At"/> to <paramref name="ValidUntil"/>.
/// </summary>
public sealed record Approval<T>(
    string Id,
    T What,
    string AskedBy,
    string Reason,
    long Version,
    DateTimeOffset At,
    DateTimeOffset ValidUntil);
