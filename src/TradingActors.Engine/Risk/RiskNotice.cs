using TradingActors.Domain;
using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Risk;

/// <summary>
/// A hold that risk asks for, or whose condition has passed: <paramref name="Mode"/> is null then. For the
/// whole account where <paramref name="Strategy"/> is null.
/// </summary>
internal readonly record struct RiskNotice(
    HoldCause Cause, StrategyId? Strategy, TradingMode? Mode, string Reason);
