using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>How much of one limit is used.</summary>
internal readonly record struct LimitUse(LimitKey Key, decimal Limit, decimal Used)
{
    public decimal Percent => Used * 100m / Limit;

    /// <summary>
    /// Every limit in force whose use adds up: exposure, orders, rates, losses, ratios. What bounds a single
    /// order is used by none.
    /// </summary>
    public static IEnumerable<LimitUse> Of(RiskState state, Instant now)
    {
        var settings = state.Settings;
        var total = state.Exposure.Total;
        var pnl = state.Pnl;
        var equity = state.Exposure.Equity;
        LimitUse?[] ofAccount =
        [
            Account("gross-exposure-max", settings.GrossExposureMax.Value, total.Gross),
            Account("net-exposure-max", settings.NetExposureMax?.Value, total.Net),
            Account("leverage-max", settings.LeverageMax,
                equity > 0m ? total.Gross / equity : total.Gross > 0m ? Limits.AmountMax : 0m),
            Account("order-rate-max", settings.OrderRateMax,
                state.Recent.CountInWindow(now.Monotonic) + state.Cancels.Within(now.Monotonic)),
            Account("daily-loss-max", settings.DailyLossMax?.Value, state.Loss.DayLoss(pnl)),
            Account("drawdown-max", settings.DrawdownMax?.Value, state.Loss.Drawdown(pnl)),
        ];
        return ofAccount.OfType<LimitUse>()
            .Concat(state.Exposure.Strategies.Values.SelectMany(s => OfStrategy(s, now)))
            .Concat(state.Exposure.Lines.Values.SelectMany(l => OfInstrument(l, now)));
    }

    private static IEnumerable<LimitUse> OfStrategy(StrategyRisk strategy, Instant now)
    {
        if (strategy.Limits is not { } limits)
            return [];

        LimitUse?[] uses =
        [
            Use("gross-exposure-max", limits.GrossExposureMax?.Value, strategy.Total.Gross),
            Use("net-exposure-max", limits.NetExposureMax?.Value, strategy.Total.Net),
            Use("open-orders-max", limits.OpenOrdersMax, strategy.Total.OpenOrders),
            Use("order-rate-max", limits.OrderRateMax, strategy.Approvals.Within(now.Monotonic)),
            Use("daily-loss-max", limits.DailyLossMax?.Value, strategy.Loss.DayLoss(strategy.Total.Pnl)),
            Use("drawdown-max", limits.DrawdownMax?.Value, strategy.Loss.Drawdown(strategy.Total.Pnl)),
        ];
        return uses.OfType<LimitUse>();

        LimitUse? Use(string name, decimal? limit, decimal used) =>
            limit is { } max
                ? new LimitUse(new LimitKey(LimitLevel.Strategy, strategy.Id.Value, name), max, used)
                : null;
    }

    private static IEnumerable<LimitUse> OfInstrument(InstrumentRisk line, Instant now)
    {
        if (line.Limits is not { } limits)
            return [];

        var day = line.Activity.On(now.Wall);
        var isJudged = day.Messages >= limits.OrderToTradeFree;
        var longs = line.Position + line.ReservedBuy;
        var shorts = line.ReservedSell - line.Position;
        LimitUse?[] uses =
        [
            Use("position-max", limits.PositionMax.Value,
                Math.Max(longs, limits.ShortMax is null ? shorts : 0m)),
            Use("short-max", limits.ShortMax?.Value, shorts),
            Use("open-orders-max", limits.OpenOrdersMax, line.OpenOrders),
            Use("open-orders-side-max", limits.OpenOrdersSideMax,
                Math.Max(line.OpenBuys, line.OpenOrders - line.OpenBuys)),
            Use("order-to-trade-max", isJudged ? limits.OrderToTradeMax : null,
                OrderToTradeRules.Ratio(day.Messages, day.Trades)),
            Use("order-to-trade-volume-max", isJudged ? limits.OrderToTradeVolumeMax : null,
                OrderToTradeRules.Ratio(day.Ordered, day.Traded)),
        ];
        return uses.OfType<LimitUse>();

        LimitUse? Use(string name, decimal? limit, decimal used) => limit is { } max
            ? new LimitUse(new LimitKey(LimitLevel.Instrument, line.Symbol.Value, name), max, used)
            : null;
    }

    private static LimitUse? Account(string name, decimal? limit, decimal used) =>
        limit is { } max ? new LimitUse(new LimitKey(LimitLevel.Account, "", name), max, used) : null;
}
