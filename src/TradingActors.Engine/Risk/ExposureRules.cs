using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Whether the account stays within its limits with this order, and every other that works, filled.
/// </summary>
internal static class ExposureRules
{
    public static Refusal? OriginalIsReplaceable(in RiskCheck check)
    {
        if (check.Replaces is not { } id)
            return null;

        var (request, original) = (check.Request, check.Original);
        var wrong = original switch
        {
            null => "is not known",
            { IsOpen: false } => "has ended",
            { IsBeingReplaced: true } => "is being replaced already",
            _ when !RiskCheck.IsReplaceable(original) => $"is {original.Status}",
            _ when original.Request.Symbol != request.Symbol => "is in another instrument",
            _ when original.Request.Side != request.Side => "is on the other side",
            _ => null,
        };
        if (wrong is not null)
            return new Refusal(RefusalCode.OriginalNotReplaceable, Detail: $"{id} {wrong}");

        return request.Quantity.Value > original!.Filled
            ? null
            : new Refusal(RefusalCode.OriginalNotReplaceable,
                Detail: $"{id} has filled {new Quantity(original.Filled)} of {request.Quantity}");
    }

    public static Refusal? ReducesWhenItMust(in RiskCheck check)
    {
        if (!check.Request.ReduceOnly || check.Reduces)
            return null;

        var line = check.Line!;
        var reducible = check.IsBuy ? -line.Position - line.ReservedBuy : line.Position - line.ReservedSell;
        return new Refusal(RefusalCode.NotReducing, Math.Max(reducible, 0m), check.Quantity);
    }

    /// <summary>
    /// A buy is judged with all buys filled and no sell, a sell with all sells filled and no buy.
    /// </summary>
    public static Refusal? PositionStaysWithinLimit(in RiskCheck check)
    {
        var line = check.Line!;
        var after = check.IsBuy
            ? line.Position + line.ReservedBuy + check.Quantity
            : line.ReservedSell + check.Quantity - line.Position;
        var max = line.Limits!.PositionMax.Value;
        return after <= max ? null : new Refusal(RefusalCode.PositionAboveLimit, max, after);
    }

    /// <summary>
    /// The sum over instruments of the worst quantity at its price; this instrument at the higher of
    /// reference and the order's own price, the others at the middle of their last sound quote. An order that
    /// does not enlarge the worst quantity passes even above the limit, which prices and foreign fills can
    /// cross: exits are never in the way.
    /// </summary>
    public static Refusal? GrossExposureStaysWithinLimit(in RiskCheck check)
    {
        var line = check.Line!;
        var worst = check.IsBuy
            ? line.WorstQuantity(moreBuy: check.Quantity)
            : line.WorstQuantity(moreSell: check.Quantity);
        var max = check.State.Settings.GrossExposureMax.Value;
        var after = check.State.Exposure.Gross - line.Gross
            + ExposureState.RoundUp(worst * Math.Max(check.Reference, check.PriceHigh));
        return after <= max || worst <= line.WorstQuantity()
            ? null
            : new Refusal(RefusalCode.GrossExposureAboveLimit, max, after);
    }

    /// <summary>A replacement counts beside its original, as venues count it before they cancel.</summary>
    public static Refusal? OpenOrdersStayWithinLimit(in RiskCheck check)
    {
        var max = check.Line!.Limits!.OpenOrdersMax;
        return check.Line.OpenOrders < max
            ? null
            : new Refusal(RefusalCode.OpenOrdersAboveLimit, max, check.Line.OpenOrders + 1);
    }

    /// <summary>Counts approvals, replacements too; cancels never come here.</summary>
    public static Refusal? OrderRateStaysWithinLimit(in RiskCheck check)
    {
        var max = check.State.Settings.OrderRateMax;
        var count = check.State.Recent.CountInWindow(check.Now.Monotonic);
        return count < max ? null : new Refusal(RefusalCode.OrderRateAboveLimit, max, count + 1);
    }

    public static Refusal? IsNoDuplicate(in RiskCheck check) =>
        check.State.Recent.TryFindDuplicate(check.Request, check.Now.Monotonic, out var age)
            ? new Refusal(RefusalCode.DuplicateInWindow,
                (decimal)check.State.Settings.DuplicateWindow.TotalMilliseconds,
                (decimal)age.TotalMilliseconds)
            : null;

    public static Refusal? BalanceCovers(in RiskCheck check)
    {
        var asset = check.IsBuy ? check.Line!.Quote : check.Line!.Base;
        var free = asset?.Free ?? 0m;
        var needPerUnit = check.State.FundsPerUnit(check.Request, check.PriceHigh);
        var need = ExposureState.RoundUp(check.Quantity * needPerUnit);
        return need <= free
            ? null
            : new Refusal(RefusalCode.BalanceInsufficient, free, need,
                (check.IsBuy ? check.Line.Rules!.Quote : check.Line.Rules!.Base).ToString());
    }
}
