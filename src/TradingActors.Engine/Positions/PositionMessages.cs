using TradingActors.Domain;

namespace TradingActors.Engine.Positions;

/// <summary>
/// One position with its exact sums. <paramref name="Cost"/> is what the open quantity cost (negative for a
/// short), from which the average is derived. Profits are in quote asset; unrealised is null while no sound
/// mark is known.
/// </summary>
public sealed record PositionView(
    Symbol Symbol,
    Quantity Quantity,
    Notional Cost,
    Notional RealizedPnl,
    Notional? UnrealizedPnl,
    Notional Fees,
    Price? Mark)
{
    public Price? AveragePrice => Quantity.Value == 0m ? null : new Price(Cost.Value / Quantity.Value);
}

/// <summary>Published on each fill, and on marks at most once a second.</summary>
public sealed record PositionChanged(AccountId Account, PositionView Position);

/// <summary>
/// Subscribes the sender to <see cref="PositionChanged"/>; answered at once by a <see cref="PositionsView"/>.
/// </summary>
public sealed record SubscribePositions;

/// <summary>Asks for every position and balance; answered by <see cref="PositionsView"/>.</summary>
public sealed record GetPositions;

public sealed record PositionsView(
    IReadOnlyList<PositionView> Positions,
    IReadOnlyList<CashBalance> Balances,
    Notional RealizedPnl,
    Notional? UnrealizedPnl);

public readonly record struct CashBalance(Asset Asset, decimal Total);
