namespace TradingActors.Engine.Risk;

/// <summary>
/// Whether the quantity is one that the venue and the limits take. Remainders of decimals are exact, as the
/// venue's are. What trades as a market order, now or once its stop price is reached, must obey the bounds of
/// market orders too: a stop that the venue would not execute is worse than one that is refused.
/// </summary>
internal static class QuantityRules
{
    public static Refusal? IsOnLot(in RiskCheck check)
    {
        var lot = check.Line!.Rules!.Lot.Value;
        var quantity = check.Request.Quantity.Value;
        return quantity > 0m && (lot == 0m || quantity % lot == 0m)
            ? null
            : new Refusal(RefusalCode.QuantityOffLot, lot, quantity);
    }

    public static Refusal? IsLargeEnough(in RiskCheck check)
    {
        var min = Math.Max(check.Line!.Rules!.QuantityMin.Value, check.Line.Limits!.QuantityMin.Value);
        return check.Quantity >= min ? null : new Refusal(RefusalCode.QuantityBelowMin, min, check.Quantity);
    }

    /// <summary>
    /// The requested total counts, so that a chain of replacements cannot outgrow the limit of one order.
    /// </summary>
    public static Refusal? IsSmallEnough(in RiskCheck check)
    {
        var max = Math.Min(check.Line!.Rules!.QuantityMax.Value, check.Line.Limits!.QuantityMax.Value);
        var quantity = check.Request.Quantity.Value;
        return quantity <= max ? null : new Refusal(RefusalCode.QuantityAboveMax, max, quantity);
    }

    public static Refusal? MarketIsOnLot(in RiskCheck check)
    {
        var lot = check.Line!.Rules!.MarketLot.Value;
        return check.HasLimitPrice || lot == 0m || check.Quantity % lot == 0m
            ? null
            : new Refusal(RefusalCode.MarketQuantityOffLot, lot, check.Quantity);
    }

    public static Refusal? MarketIsLargeEnough(in RiskCheck check)
    {
        var min = check.Line!.Rules!.MarketQuantityMin.Value;
        return check.HasLimitPrice || check.Quantity >= min
            ? null
            : new Refusal(RefusalCode.MarketQuantityBelowMin, min, check.Quantity);
    }

    public static Refusal? MarketIsSmallEnough(in RiskCheck check)
    {
        var max = check.Line!.Rules!.MarketQuantityMax.Value;
        return check.HasLimitPrice || max == 0m || check.Quantity <= max
            ? null
            : new Refusal(RefusalCode.MarketQuantityAboveMax, max, check.Quantity);
    }
}
