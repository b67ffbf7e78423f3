using TradingActors.Domain;

namespace TradingActors.Engine.Positions;

/// <summary>
/// A cycle of a position, from flat to flat; <paramref name="ClosedAt"/> is null in one that is open. An
/// execution that passes through flat closes one cycle and opens the next: what it realises and its whole fee
/// belong to the one it closes, because to divide a fee would mean to round it.
/// </summary>
/// <param name="OpenedAt">The venue's time of the first execution.</param>
/// <param name="ClosedAt">The venue's time of the last.</param>
/// <param name="RealizedPnl">Quote asset, net of <paramref name="Fees"/>.</param>
/// <param name="Fees">Fees in base and quote asset, in quote asset.</param>
/// <param name="FeesInOtherAssets">Fees in any third asset, which no profit contains.</param>
/// <param name="Quantity">Base asset that changed hands, bought and sold.</param>
public sealed record PositionCycle(
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    Notional RealizedPnl,
    Notional Fees,
    AssetAmounts FeesInOtherAssets,
    Quantity Quantity);

/// <summary>
/// Where the sums of a position stood when its cycle began: the cycle's own are the difference.
/// </summary>
public sealed record CycleStart(
    DateTimeOffset At,
    Notional RealizedPnl,
    Notional Fees,
    AssetAmounts FeesInOtherAssets,
    Quantity Quantity);
