namespace TradingActors.Engine.Emergency;

/// <summary>
/// What may be sent, from loosest to strictest. The strictest mode of all holds that apply is in force.
/// </summary>
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

/// <summary>How modes are spelled in configuration, commands and JSON of the edges.</summary>
public static class TradingModes
{
    public static readonly (string Text, TradingMode Value)[] Spellings =
    [
        ("active", TradingMode.Active),
        ("reduce-only", TradingMode.ReduceOnly),
        ("cancel-only", TradingMode.CancelOnly),
        ("halted", TradingMode.Halted),
    ];

    public static string Text(this TradingMode mode) => Spellings[(int)mode].Text;
}
