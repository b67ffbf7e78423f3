using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Positions;

/// <summary>A fill with what its order tells about it.</summary>
public sealed record Execution(OrderFilled Fill, StrategyId Strategy, Price? Arrival);
