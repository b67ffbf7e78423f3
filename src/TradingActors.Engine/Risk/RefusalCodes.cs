namespace TradingActors.Engine.Risk;

/// <summary>The stable spelling of each <see cref="RefusalCode"/>, and what its numbers are.</summary>
public static class RefusalCodes
{
    private static readonly string[] Texts = [.. Enum.GetNames<RefusalCode>().Select(UpperSnake)];

    public static string Text(RefusalCode code) => Texts[(int)code];

    public static bool TryParse(string text, out RefusalCode code)
    {
        var index = Array.IndexOf(Texts, text);
        code = (RefusalCode)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>
    /// What <see cref="Refusal.Limit"/> and <see cref="Refusal.Actual"/> are; null where the code has none.
    /// </summary>
    public static (string Limit, string Was)? Numbers(RefusalCode code) => code switch
    {
        RefusalCode.QuantityOffLot => ("lot", "quantity"),
        RefusalCode.QuantityBelowMin => ("smallest quantity", "quantity"),
        RefusalCode.QuantityAboveMax => ("largest quantity", "quantity"),
        RefusalCode.MarketQuantityOffLot => ("lot", "quantity"),
        RefusalCode.MarketQuantityBelowMin => ("smallest quantity", "quantity"),
        RefusalCode.MarketQuantityAboveMax => ("largest quantity", "quantity"),
        RefusalCode.PriceOffTick => ("tick", "price"),
        RefusalCode.PriceOutOfBounds => ("the bound it broke", "price"),
        RefusalCode.StopPriceOffTick => ("tick", "stop price"),
        RefusalCode.StopPriceOutOfBounds => ("the bound it broke", "stop price"),
        RefusalCode.ReferencePriceStale => ("milliseconds allowed", "milliseconds old"),
        RefusalCode.StopPriceWouldTrigger => ("best price it must stay clear of", "stop price"),
        RefusalCode.StopPriceOutsideCollar => ("basis points allowed", "basis points away, rounded up"),
        RefusalCode.PriceOutsideCollar => ("basis points allowed", "basis points away, rounded up"),
        RefusalCode.PriceOutsideBand => ("the bound it broke", "price"),
        RefusalCode.NotionalBelowMin => ("smallest notional", "notional"),
        RefusalCode.NotionalAboveMax => ("largest notional", "notional"),
        RefusalCode.NotReducing => ("quantity that can be reduced", "quantity"),
        RefusalCode.PositionAboveLimit => ("largest position", "position with all of the side filled"),
        RefusalCode.GrossExposureAboveLimit => ("largest gross exposure", "gross exposure with the order"),
        RefusalCode.NetExposureAboveLimit => ("largest net exposure", "net exposure with the order"),
        RefusalCode.LeverageAboveLimit => ("largest leverage", "leverage with the order, rounded up"),
        RefusalCode.MarginInsufficient => ("equity", "margin needed"),
        RefusalCode.SelfMatch => ("price of the own order", "price of the order"),
        RefusalCode.OrderToTradeAboveLimit => ("largest ratio", "ratio with the order, rounded up"),
        RefusalCode.LossLimitReached => ("largest loss", "loss"),
        RefusalCode.ReferencePriceJumped => ("basis points allowed", "basis points leapt, rounded up"),
        RefusalCode.PriceOutsideDriftCollar => ("basis points allowed", "basis points away, rounded up"),
        RefusalCode.VenueHoldingAboveMax => ("largest holding", "holding with all buys filled"),
        RefusalCode.OpenOrdersAboveLimit => ("working orders allowed", "working orders with this one"),
        RefusalCode.VenueOpenOrdersAboveMax => ("open orders allowed", "open orders with this one"),
        RefusalCode.VenueConditionalOrdersAboveMax =>
            ("conditional orders allowed", "conditional orders with this one"),
        RefusalCode.OrderRateAboveLimit => ("orders allowed in the window", "orders with this one"),
        RefusalCode.DuplicateInWindow => ("milliseconds of the window", "milliseconds since the first"),
        RefusalCode.BalanceInsufficient => ("amount free", "amount needed"),
        _ => null,
    };

    private static string UpperSnake(string name) =>
        string.Concat(name.Select((c, i) =>
            i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}
