using TradingActors.Domain;

namespace TradingActors.Engine.Strategies;

/// <summary>
/// No further call of the strategy and no further order of it. Answered by <see cref="StrategyStopped"/>.
/// </summary>
public sealed record StopStrategy;

/// <summary>
/// What the strategy asked for before this answer was sent before it; its working orders are left alone.
/// </summary>
public sealed record StrategyStopped(AccountId Account, StrategyId Strategy);
