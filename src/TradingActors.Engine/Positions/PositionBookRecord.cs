namespace TradingActors.Engine.Positions;

/// <summary>
/// A <see cref="PositionBook"/> as data: the positions at its checkpoint, and the executions since.
/// </summary>
public sealed record PositionBookRecord(
    PositionState Checkpoint,
    IReadOnlyList<StrategyPosition> Strategies,
    IReadOnlyList<Execution> Executions);
