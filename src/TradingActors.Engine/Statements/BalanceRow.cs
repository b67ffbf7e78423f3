using TradingActors.Domain;

namespace TradingActors.Engine.Statements;

/// <summary>
/// One asset over the day. <paramref name="TakenOver"/> is what the account held when the engine first saw
/// it; <paramref name="Traded"/> what fills moved, or contracts settled, without their fees.
/// </summary>
public sealed record BalanceRow(
    Asset Asset,
    decimal Opening,
    decimal TakenOver,
    decimal Transferred,
    decimal Adjusted,
    decimal Traded,
    decimal Fees,
    decimal Closing)
{
    /// <summary>Closing comes from a fold of its own, so that this can fail.</summary>
    public decimal Moved => TakenOver + Transferred + Adjusted + Traded - Fees;
}
