namespace TradingActors.Simulation;

/// <summary>Which of a node's two databases: they are separate files, and fail apart or together.</summary>
public enum JournalStream
{
    /// <summary>The accounts' streams and their snapshots.</summary>
    Account,

    /// <summary>The emergency stream and its snapshots.</summary>
    Emergency,
}
