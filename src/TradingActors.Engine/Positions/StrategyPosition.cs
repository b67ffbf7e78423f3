using TradingActors.Domain;

namespace TradingActors.Engine.Positions;

/// <summary>
/// What one strategy holds of one instrument; <see cref="StrategyId.None"/> holds what people, programs,
/// external orders and the opening brought. The strategies' quantities and profits of an instrument add up to
/// the account's.
/// </summary>
public sealed record StrategyPosition(StrategyId Strategy, PositionState Position);
