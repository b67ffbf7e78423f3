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
        var max = line.Limits!.PositionMaxOf(check.Request.Side).Value;
        return after <= max ? null : new Refusal(RefusalCode.PositionAboveLimit, max, after);
    }

    /// <summary>
    /// The sum over instruments of the worst quantity at the middle of the last sound quote, and the order
    /// itself at the higher of that and its own price. An order that
    /// does not enlarge the worst quantity passes even above the limit, which prices and foreign fills can
    /// cross: exits are never in the way.
    /// </summary>
    public static Refusal? GrossExposureStaysWithinLimit(in RiskCheck check)
    {
        var max = check.State.Settings.GrossExposureMax.Value;
        var after = check.GrossAfter;
        if (after > max && check.Enlarges(check.Line))
            return new Refusal(RefusalCode.GrossExposureAboveLimit, max, after);
        if (check.StrategyLimits?.GrossExposureMax is not { } own)
            return null;

        after = check.AfterOf(check.Strategy?.Total.Gross ?? 0m, check.Part);
        return after > own.Value && check.Enlarges(check.Part)
            ? new Refusal(RefusalCode.GrossExposureAboveLimit, own.Value, after, Of(check))
            : null;
    }

    /// <summary>
    /// A buy is judged by what would be held with every buy filled, a sell by what would be owed with every
    /// sell filled, over all instruments.
    /// </summary>
    public static Refusal? NetExposureStaysWithinLimit(in RiskCheck check)
    {
        if (check.Reduces)
            return null;
        if (check.State.Settings.NetExposureMax is { } max && check.NetAfter > max.Value)
            return new Refusal(RefusalCode.NetExposureAboveLimit, max.Value, check.NetAfter);
        if (check.StrategyLimits?.NetExposureMax is not { } own)
            return null;

        var total = check.Strategy?.Total;
        var after = ((check.IsBuy ? total?.Long : total?.Short) ?? 0m) + check.Worth;
        return after <= own.Value
            ? null
            : new Refusal(RefusalCode.NetExposureAboveLimit, own.Value, after, Of(check));
    }

    /// <summary>
    /// Gross exposure with the order, divided by what the account is worth; an account that is worth nothing
    /// takes on nothing.
    /// </summary>
    public static Refusal? LeverageStaysWithinLimit(in RiskCheck check)
    {
        if (check.State.Settings.LeverageMax is not { } max)
            return null;

        var equity = check.State.Exposure.Equity;
        var after = check.GrossAfter;
        if ((equity > 0m && after <= max * equity) || !check.Enlarges(check.Line))
            return null;
        if (equity <= 0m)
            return new Refusal(
                RefusalCode.LeverageAboveLimit, max, after, $"gross exposure, equity is {equity}");
        return new Refusal(RefusalCode.LeverageAboveLimit, max,
            decimal.Round(after / equity, 4, MidpointRounding.ToPositiveInfinity));
    }

    /// <summary>
    /// What a contract binds is not paid but kept back: the margin of all contracts with this order, at the
    /// instrument's own rate, must fit into what the account is worth.
    /// </summary>
    public static Refusal? MarginCovers(in RiskCheck check)
    {
        var line = check.Line!;
        if (!line.IsContract || !check.Enlarges(line))
            return null;

        var need = ExposureState.RoundUp(check.GrossAfter * line.Limits!.MarginPercent!.Value / 100m);
        var equity = check.State.Exposure.Equity;
        return need <= equity ? null : new Refusal(RefusalCode.MarginInsufficient, equity, need);
    }

    /// <summary>A replacement counts beside its original, as venues count it before they cancel.</summary>
    public static Refusal? OpenOrdersStayWithinLimit(in RiskCheck check)
    {
        var (line, side) = (check.Line!, check.Request.Side);
        var max = line.Limits!.OpenOrdersMax;
        if (line.OpenOrders >= max)
            return new Refusal(RefusalCode.OpenOrdersAboveLimit, max, line.OpenOrders + 1);
        if (line.Limits.OpenOrdersSideMax is { } sideMax && line.OpenOrdersOf(side) >= sideMax)
            return new Refusal(RefusalCode.OpenOrdersAboveLimit, sideMax, line.OpenOrdersOf(side) + 1,
                check.IsBuy ? "buys" : "sells");
        return check.StrategyLimits?.OpenOrdersMax is { } own && check.Strategy?.Total.OpenOrders >= own
            ? new Refusal(RefusalCode.OpenOrdersAboveLimit, own, check.Strategy.Total.OpenOrders + 1,
                Of(check))
            : null;
    }

    /// <summary>
    /// Approvals, replacements too, may take what is not kept for cancels; cancels are counted beside them
    /// and never come here.
    /// </summary>
    public static Refusal? OrderRateStaysWithinLimit(in RiskCheck check)
    {
        var (settings, now) = (check.State.Settings, check.Now.Monotonic);
        var count = check.State.Recent.CountInWindow(now);
        var max = settings.OrderRateMax - settings.OrderRateMax * settings.CancelSharePercent / 100;
        if (count >= max)
            return new Refusal(RefusalCode.OrderRateAboveLimit, max, count + 1);

        var messages = count + check.State.Cancels.Within(now);
        if (messages >= settings.OrderRateMax)
            return new Refusal(RefusalCode.OrderRateAboveLimit, settings.OrderRateMax, messages + 1,
                "cancels counted");
        return check.StrategyLimits?.OrderRateMax is { } own && check.Strategy?.Approvals.Within(now) >= own
            ? new Refusal(RefusalCode.OrderRateAboveLimit, own, check.Strategy.Approvals.Within(now) + 1,
                Of(check))
            : null;
    }

    public static Refusal? IsNoDuplicate(in RiskCheck check) =>
        check.State.Recent.TryFindDuplicate(check.Request, check.Now.Monotonic, out var age)
            ? new Refusal(RefusalCode.DuplicateInWindow,
                (decimal)check.State.Settings.DuplicateWindow.TotalMilliseconds,
                (decimal)age.TotalMilliseconds)
            : null;

    /// <summary>Two orders of one account that trade with each other pay two fees for nothing.</summary>
    public static Refusal? TradesWithNobodyOfOurs(in RiskCheck check)
    {
        if (!check.State.Settings.RefusesSelfMatch || check.Request.Type.IsConditional())
            return null;

        var line = check.Line!;
        var own = check.IsBuy ? line.OwnAsks.Best() : line.OwnBids.Best();
        if (own is not { } price || (check.IsBuy ? check.PriceHigh < price : check.PriceLow > price))
            return null;

        return new Refusal(RefusalCode.SelfMatch, price, check.IsBuy ? check.PriceHigh : check.PriceLow);
    }

    public static Refusal? BalanceCovers(in RiskCheck check)
    {
        if (check.Line!.IsContract)
            return null;

        var asset = check.IsBuy ? check.Line.Quote : check.Line.Base;
        var free = asset?.Free ?? 0m;
        var need = ExposureState.RoundUp(check.Quantity * check.FundsPerUnit);
        return need <= free
            ? null
            : new Refusal(RefusalCode.BalanceInsufficient, free, need,
                (check.IsBuy ? check.Line.Rules!.Quote : check.Line.Rules!.Base).ToString());
    }

    /// <summary>Names the level where it is not the account's own limit.</summary>
    private static string Of(in RiskCheck check) => $"strategy {check.Request.Strategy}";
}
