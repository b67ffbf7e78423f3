using TradingActors.Domain;

namespace TradingActors.Engine.Positions;

/// <summary>The price that a position is carried at over a day's end, and when it was seen.</summary>
public readonly record struct DayMark(Symbol Symbol, Price Price, DateTimeOffset At);
