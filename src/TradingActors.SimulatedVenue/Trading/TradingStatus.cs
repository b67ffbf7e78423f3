namespace TradingActors.SimulatedVenue;

/// <summary>
/// What a symbol's market does. Orders can be cancelled in each of them; only the first takes and matches
/// orders.
/// </summary>
public enum TradingStatus
{
    Trading,

    /// <summary>Stopped, for maintenance or because there is no market.</summary>
    Halt,

    /// <summary>Stopped for a while.</summary>
    Break,

    CancelOnly,
}
