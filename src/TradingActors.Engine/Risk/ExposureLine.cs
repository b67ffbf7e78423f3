namespace TradingActors.Engine.Risk;

/// <summary>
/// What one owner, the account or a strategy, holds and reserves in one instrument, and its part of the
/// owner's sums. Only <see cref="ExposureState"/> writes it. Quantities in base asset, values in the
/// exposure asset, kept with at most eight decimals so that adding and taking away is exact.
/// </summary>
internal class ExposureLine(ExposureTotal total)
{
    public readonly ExposureTotal Total = total;

    public decimal Position;
    public decimal ReservedBuy;
    public decimal ReservedSell;

    /// <summary>
    /// Quote asset that the position has brought in, less what it has cost, with its fees: added to what the
    /// position is worth it is the profit, realised and unrealised.
    /// </summary>
    public decimal Cash;

    /// <summary>This line's part of <see cref="ExposureTotal.Gross"/>, as it was last added.</summary>
    public decimal Gross;

    /// <summary>This line's part of <see cref="ExposureTotal.Long"/>.</summary>
    public decimal Long;

    /// <summary>This line's part of <see cref="ExposureTotal.Short"/>.</summary>
    public decimal Short;

    /// <summary>This line's part of <see cref="ExposureTotal.Pnl"/>.</summary>
    public decimal Pnl;

    /// <summary>Something is held or reserved that cannot be valued.</summary>
    public bool IsUnvalued;

    /// <summary>The larger of the positions with every working buy, or every working sell, filled.</summary>
    public decimal WorstQuantity(decimal moreBuy = 0m, decimal moreSell = 0m) => Math.Max(
        Math.Abs(Position + ReservedBuy + moreBuy),
        Math.Abs(Position - ReservedSell - moreSell));

    /// <summary>
    /// Brings the line's parts of the owner's sums to what it holds and reserves at the mark. What is not in
    /// the exposure asset counts as nothing, and as unvalued.
    /// </summary>
    public void Revalue(decimal mark, bool isForeign)
    {
        var value = isForeign ? 0m : mark;
        Move(ref Long, ref Total.Long, ExposureState.RoundUp((Position + ReservedBuy) * value));
        Move(ref Short, ref Total.Short, ExposureState.RoundUp((ReservedSell - Position) * value));
        Move(ref Pnl, ref Total.Pnl, isForeign ? 0m : ExposureState.RoundDown(Cash + Position * value));
        Conclude(isForeign || mark == 0m);
    }

    /// <summary>The same where only what is reserved on one side has changed.</summary>
    public void RevalueSide(Domain.Side side, decimal mark, bool isForeign)
    {
        var value = isForeign ? 0m : mark;
        if (side == Domain.Side.Buy)
            Move(ref Long, ref Total.Long, ExposureState.RoundUp((Position + ReservedBuy) * value));
        else
            Move(ref Short, ref Total.Short, ExposureState.RoundUp((ReservedSell - Position) * value));
        Conclude(isForeign || mark == 0m);
    }

    /// <summary>
    /// The worst quantity is that of the larger side: whichever is below zero is the smaller one, because
    /// nothing reserved is negative.
    /// </summary>
    private void Conclude(bool hasNoValue)
    {
        Move(ref Gross, ref Total.Gross, Math.Max(Long, Short));
        var isUnvalued = hasNoValue && (Position != 0m || ReservedBuy != 0m || ReservedSell != 0m);
        if (isUnvalued != IsUnvalued)
            Total.UnvaluedCount += isUnvalued ? 1 : -1;
        IsUnvalued = isUnvalued;
    }

    private static void Move(ref decimal part, ref decimal sum, decimal value)
    {
        if (value == part)
            return;

        sum += value - part;
        part = value;
    }
}
