using TradingActors.Domain;

namespace TradingActors.Engine.Statements;

/// <summary>
/// Profit of the day in one quote asset, over all its instruments; <see cref="Asset"/> without a name for
/// instruments of which no fill has told it. Null where an instrument's is.
/// </summary>
public sealed record ProfitRow(
    Asset Quote,
    Notional RealizedPnl,
    Notional? UnrealizedChange,
    Notional? Pnl,
    Notional Fees,
    Notional Slippage);
