using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>Whether the stop price is one that the venue takes and that waits for the market.</summary>
internal static class StopPriceRules
{
    public static Refusal? IsOnTick(in RiskCheck check) =>
        check.Request.StopPrice is { } stop && !PriceRules.IsOnTick(check.Line!.Rules!, stop)
            ? new Refusal(RefusalCode.StopPriceOffTick, check.Line.Rules!.Tick.Value, stop.Value)
            : null;

    public static Refusal? IsWithinBounds(in RiskCheck check) =>
        check.Request.StopPrice is { } stop && PriceRules.BrokenBound(check.Line!.Rules!, stop) is { } bound
            ? new Refusal(RefusalCode.StopPriceOutOfBounds, bound, stop.Value)
            : null;

    /// <summary>
    /// A venue refuses a stop that its last trade has reached already. That trade may have been at the bid or
    /// at the ask, so the stop must stay clear of the one that is nearer.
    /// </summary>
    public static Refusal? WaitsForTheMarket(in RiskCheck check)
    {
        if (check.Request.StopPrice is not { } stop)
            return null;

        var line = check.Line!;
        var takesProfit = check.Request.Type is OrderType.TakeProfit or OrderType.TakeProfitLimit;
        var (clear, nearest) = check.IsBuy == takesProfit
            ? (stop.Value < line.Bid, line.Bid)
            : (stop.Value > line.Ask, line.Ask);
        return clear ? null : new Refusal(RefusalCode.StopPriceWouldTrigger, nearest, stop.Value);
    }

    /// <summary>As far from the market as an order may rest; further away it is a typing error.</summary>
    public static Refusal? IsWithinCollar(in RiskCheck check)
    {
        if (check.Request.StopPrice is not { } stop)
            return null;

        var line = check.Line!;
        var (price, reference) = (stop.Value, check.Reference);
        return price > reference * line.PassiveUp || price < reference * line.PassiveDown
            ? PriceRules.Outside(RefusalCode.StopPriceOutsideCollar, line.Limits!.PassiveCollarBps,
                Math.Abs(price - reference), reference)
            : null;
    }
}
