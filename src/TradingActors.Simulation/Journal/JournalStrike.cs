namespace TradingActors.Simulation;

/// <summary>
/// A fault that struck at <paramref name="At"/> of virtual time, on which stream, and how long it delays or
/// lasts. A span strikes once, whatever it goes on to befall.
/// </summary>
public readonly record struct JournalStrike(
    JournalFaultKind Kind, JournalStream Stream, TimeSpan At, TimeSpan Delay);

/// <summary>The engine was told at <paramref name="At"/> that something could not be written.</summary>
public readonly record struct JournalFailure(JournalFaultKind Kind, JournalStream Stream, TimeSpan At);
