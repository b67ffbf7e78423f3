using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Whether the venue has room for the order beside what the account has there. A replacement counts beside
/// its original, because the venue applies its filters before it cancels.
/// </summary>
internal static class VenueLoadRules
{
    /// <summary>
    /// As the venue counts: the balance of the base asset, free and locked, and every open buy in the
    /// instrument. It never stops a sell.
    /// </summary>
    public static Refusal? HoldingStaysWithinMax(in RiskCheck check)
    {
        var line = check.Line!;
        if (!check.IsBuy || line.Rules!.HoldingMax is not { } max)
            return null;

        var after = (line.Base?.Total ?? 0m) + line.ReservedBuy + check.Quantity;
        return after <= max.Value ? null : new Refusal(RefusalCode.VenueHoldingAboveMax, max.Value, after);
    }

    public static Refusal? OpenOrdersStayWithinMax(in RiskCheck check) =>
        check.Line!.Rules!.OpenOrdersMax is { } max && check.Line.OpenOrders >= max
            ? new Refusal(RefusalCode.VenueOpenOrdersAboveMax, max, check.Line.OpenOrders + 1)
            : null;

    public static Refusal? ConditionalOrdersStayWithinMax(in RiskCheck check) =>
        check.Request.Type.IsConditional()
        && check.Line!.Rules!.ConditionalOrdersMax is { } max && check.Line.ConditionalOrders >= max
            ? new Refusal(RefusalCode.VenueConditionalOrdersAboveMax, max, check.Line.ConditionalOrders + 1)
            : null;
}
