namespace TradingActors.Engine.Emergency;

/// <summary>What may be sent, from loosest to strictest. The strictest mode of all holds that apply is in force.</summary>
public enum TradingMode
{
    Active,

    /// <summary>Only orders that make a position smaller, and cancels.</summary>
    ReduceOnly,

    /// <summary>Only cancels; working orders stay.</summary>
    CancelOnly,

    /// <summary>Only cancels; working orders are cancelled.</summary>
    Halted,
}
