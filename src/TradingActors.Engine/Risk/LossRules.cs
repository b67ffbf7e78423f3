namespace TradingActors.Engine.Risk;

/// <summary>
/// Whether the account and the strategy have lost as much as they may. The hold that a reached limit raises
/// is RiskWatch's; this refuses from the very quote or fill on that reached it, and after a person has lifted
/// the hold, until the limit is raised or the next day begins.
/// </summary>
internal static class LossRules
{
    public static Refusal? LossStaysWithinLimit(in RiskCheck check)
    {
        if (check.Reduces)
            return null;

        var settings = check.State.Settings;
        return Judge(check.State.Loss, check.State.Pnl,
                settings.DailyLossMax?.Value, settings.DrawdownMax?.Value, null)
            ?? (check is { StrategyLimits: { } own, Strategy: { } strategy }
                ? Judge(strategy.Loss, strategy.Total.Pnl, own.DailyLossMax?.Value, own.DrawdownMax?.Value,
                    strategy)
                : null);
    }

    private static Refusal? Judge(
        LossState loss, decimal pnl, decimal? dailyMax, decimal? drawdownMax, StrategyRisk? owner)
    {
        if (dailyMax is { } daily && loss.DayLoss(pnl) is var lost && lost >= daily)
            return new Refusal(RefusalCode.LossLimitReached, daily, lost, Named("daily loss", owner));
        if (drawdownMax is { } drawdown && loss.Drawdown(pnl) is var fallen && fallen >= drawdown)
            return new Refusal(RefusalCode.LossLimitReached, drawdown, fallen, Named("drawdown", owner));
        return null;
    }

    private static string Named(string what, StrategyRisk? owner) =>
        owner is null ? what : $"{what} of strategy {owner.Id}";
}
