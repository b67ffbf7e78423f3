namespace TradingActors.Engine.Risk;

/// <summary>
/// Whether price times quantity is within the bounds of the venue and of the limits. The limits count an
/// order without a limit price at the collar's end that is worse. The venue counts it at its average price,
/// and only where the filter says that it applies: the lowest bid and the highest ask of the averaged minutes
/// stand for that, because the average lies between them (<see cref="PriceRules.IsWithinBand"/>).
/// </summary>
internal static class NotionalRules
{
    public static Refusal? IsLargeEnough(in RiskCheck check)
    {
        var rules = check.Line!.Rules!;
        var ours = check.PriceLow * check.Quantity;
        if (ours < check.Line.Limits!.NotionalMin.Value)
            return new Refusal(RefusalCode.NotionalBelowMin, check.Line.Limits.NotionalMin.Value, ours);
        if (!check.HasLimitPrice && !rules.NotionalMinAppliesToMarket)
            return null;

        var price = check.Request.LimitPrice?.Value
            ?? Math.Min(check.Anchor, check.AverageRange.Low);
        var notional = price * check.Quantity;
        return notional >= rules.NotionalMin.Value
            ? null
            : new Refusal(RefusalCode.NotionalBelowMin, rules.NotionalMin.Value, notional);
    }

    public static Refusal? IsSmallEnough(in RiskCheck check)
    {
        var rules = check.Line!.Rules!;
        var ours = check.PriceHigh * check.Request.Quantity.Value;
        if (ours > check.Line.Limits!.NotionalMax.Value)
            return new Refusal(RefusalCode.NotionalAboveMax, check.Line.Limits.NotionalMax.Value, ours);
        if (!check.HasLimitPrice && !rules.NotionalMaxAppliesToMarket)
            return null;

        var price = check.Request.LimitPrice?.Value
            ?? Math.Max(check.Anchor, check.AverageRange.High);
        var notional = price * check.Quantity;
        return notional <= rules.NotionalMax.Value
            ? null
            : new Refusal(RefusalCode.NotionalAboveMax, rules.NotionalMax.Value, notional);
    }
}
