namespace TradingActors.Engine.Risk;

/// <summary>
/// What the loss of one owner is measured from, and which of its limits were reported as reached. Profit
/// itself is in <see cref="ExposureTotal.Pnl"/>. Only RiskState and RiskWatch write it.
/// </summary>
internal sealed class LossState
{
    /// <summary>False before the first trading day has begun: nothing can have been lost yet.</summary>
    public bool IsMarked;

    /// <summary>Profit when the trading day began.</summary>
    public decimal DayStart;

    /// <summary>The highest profit since the account began; a new day does not lower it.</summary>
    public decimal Peak;

    public bool IsLossTold;
    public bool IsDrawdownTold;

    public decimal DayLoss(decimal pnl) => IsMarked ? DayStart - pnl : 0m;

    public decimal Drawdown(decimal pnl) => IsMarked ? Math.Max(Peak, pnl) - pnl : 0m;
}
