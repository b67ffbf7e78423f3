using TradingActors.Domain;

namespace TradingActors.Engine.Positions;

/// <summary>
/// One position with its exact sums, and what it is marked at. Everything else is derived when asked for;
/// profits are in quote asset. The unrealised one is null while no sound mark is known.
/// </summary>
public sealed record PositionView(PositionState State, Price? Mark)
{
    public Symbol Symbol => State.Symbol;

    public Quantity Quantity => State.Quantity;

    public Notional Cost => State.Cost;

    /// <summary>Of the whole life, net of <see cref="Fees"/>.</summary>
    public Notional RealizedPnl => State.RealizedPnl;

    public Notional? UnrealizedPnl => Mark is { } mark ? State.UnrealizedPnl(mark) : null;

    /// <summary>Fees in base and quote asset, in quote asset.</summary>
    public Notional Fees => State.Fees;

    /// <summary>Fees in third assets, which no profit contains.</summary>
    public AssetAmounts FeesInOtherAssets => State.FeesInOtherAssets ?? AssetAmounts.None;

    public TradedSums Traded => State.Traded;

    /// <summary>The open cycle; null when flat.</summary>
    public PositionCycle? Cycle => State.OpenCycle();

    /// <summary>The last cycle that ended flat.</summary>
    public PositionCycle? LastCycle => State.LastCycle;

    /// <summary>How many cycles have ended.</summary>
    public int Cycles => State.Cycles;

    public Price? AveragePrice => Quantity.Value == 0m ? null : new Price(Cost.Value / Quantity.Value);
}

/// <summary>A strategy's part of a position; see <see cref="StrategyPosition"/>.</summary>
public sealed record StrategyPositionView(StrategyId Strategy, PositionView Position);

/// <summary>
/// Published on each fill, with the part of the strategy whose fill it was, and on marks at most once a
/// second, then without.
/// </summary>
public sealed record PositionChanged(
    AccountId Account, PositionView Position, StrategyPositionView? OfStrategy = null);

/// <summary>
/// Subscribes the sender to <see cref="PositionChanged"/>; answered at once by a <see cref="PositionsView"/>.
/// </summary>
public sealed record SubscribePositions;

/// <summary>Asks for every position and balance; answered by <see cref="PositionsView"/>.</summary>
public sealed record GetPositions;

/// <summary>Profits are sums over the account's positions.</summary>
public sealed record PositionsView(
    IReadOnlyList<PositionView> Positions,
    IReadOnlyList<CashBalance> Balances,
    Notional RealizedPnl,
    Notional? UnrealizedPnl,
    IReadOnlyList<StrategyPositionView> Strategies);

public readonly record struct CashBalance(Asset Asset, decimal Total);
