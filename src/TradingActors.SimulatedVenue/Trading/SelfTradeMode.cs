namespace TradingActors.SimulatedVenue;

/// <summary>
/// What happens when an order would trade with another of its own account. The incoming order's mode counts.
/// </summary>
public enum SelfTradeMode
{
    /// <summary>The two trade.</summary>
    None,

    /// <summary>The resting order expires.</summary>
    ExpireMaker,

    /// <summary>What is left of the incoming order expires.</summary>
    ExpireTaker,

    /// <summary>Both expire.</summary>
    ExpireBoth,

    /// <summary>Both lose what would have traded; the one that has nothing left expires.</summary>
    Decrement,
}
