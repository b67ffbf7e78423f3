namespace TradingActors.Engine.Risk;

/// <summary>
/// Order-to-trade ratios of one instrument and UTC day, as Delegated Regulation (EU) 2017/566, article 3,
/// defines them: messages divided by trades, less one, and ordered quantity divided by traded quantity, less
/// one. A day without a trade is judged as if it had one.
/// </summary>
internal static class OrderToTradeRules
{
    public static Refusal? RatioStaysWithinLimit(in RiskCheck check)
    {
        var (line, limits) = (check.Line!, check.Line!.Limits!);
        if ((limits.OrderToTradeMax is null && limits.OrderToTradeVolumeMax is null) || check.Reduces)
            return null;

        var day = line.Activity.On(check.Now.Wall);
        if (day.Messages < limits.OrderToTradeFree)
            return null;

        var messages = check.Replaces is null ? 1 : OrderActivity.MessagesOfReplacement;
        return Judge(limits.OrderToTradeMax, day.Messages + messages, day.Trades, "by number")
            ?? Judge(limits.OrderToTradeVolumeMax, day.Ordered + check.Request.Quantity.Value, day.Traded,
                "by volume");
    }

    /// <summary>With nothing done, one stands for it.</summary>
    public static decimal Ratio(decimal asked, decimal done) => asked / (done == 0m ? 1m : done) - 1m;

    private static Refusal? Judge(decimal? max, decimal asked, decimal done, string detail) =>
        max is { } limit && asked > (limit + 1m) * (done == 0m ? 1m : done)
            ? new Refusal(RefusalCode.OrderToTradeAboveLimit, limit,
                decimal.Round(Ratio(asked, done), 4, MidpointRounding.ToPositiveInfinity), detail)
            : null;
}
