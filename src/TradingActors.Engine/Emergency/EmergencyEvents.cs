using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// A fact of the emergency stream: who may trade what, and who said so. The state's version is the number of
/// these events; fields are only ever added.
/// </summary>
public abstract record EmergencyEvent(DateTimeOffset At) : IJournaled;

/// <summary>The stream was empty: this is how the engine was told to start for the first time.</summary>
public sealed record InitialModeTaken(TradingMode Mode, DateTimeOffset At) : EmergencyEvent(At);

/// <summary>
/// A hold was asked for, as it was asked; where the same one stands already in a stricter mode it stays
/// strict.
/// </summary>
public sealed record HoldRaised(Hold Hold, DateTimeOffset At) : EmergencyEvent(At);

/// <summary>A hold ended: its condition has passed, or <paramref name="Principal"/> lifted it.</summary>
public sealed record HoldCleared(
    HoldCause Cause, Scope Scope, string Reason, string Principal, DateTimeOffset At) : EmergencyEvent(At);

/// <summary>
/// The state after <paramref name="Version"/> events, saved so that a start need not read them all.
/// </summary>
public sealed record EmergencySnapshot(
    long Version, IReadOnlyList<Hold> Holds, IReadOnlyList<string> MergedIds)
    : IJournaled;
