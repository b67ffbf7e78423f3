namespace TradingActors.Node.CommandLine;

/// <summary>What the process answers with; stable, scripts rely on it.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It ran and failed, or the engine's books differ from the venue's ledger.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration is wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>No node answers at the address.</summary>
    public const int Unreachable = 3;

    /// <summary>The node answered and refused.</summary>
    public const int Refused = 4;

    /// <summary>It works, and something should be looked at.</summary>
    public const int Degraded = 5;

    /// <summary>The node took it down and does it once a second person has approved.</summary>
    public const int Pending = 6;
}
