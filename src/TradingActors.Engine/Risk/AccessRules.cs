using TradingActors.Domain;
using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Risk;

/// <summary>Whether this account may ask for anything in this instrument now.</summary>
internal static class AccessRules
{
    public static Refusal? AccountIsReady(in RiskCheck check)
    {
        if (!check.State.HasOpeningBalances)
            return new Refusal(RefusalCode.AccountNotReady, Detail: "opening balances have not been taken");
        if (IsAllowed(check))
            return null;

        return StrictestHold(check) is { Cause: HoldCause.DeskNotReady } desk
            ? new Refusal(RefusalCode.AccountNotReady, Detail: desk.Reason)
            : null;
    }

    public static Refusal? ModeAllows(in RiskCheck check)
    {
        if (IsAllowed(check))
            return null;

        var hold = StrictestHold(check);
        return new Refusal(RefusalCode.ModeForbids, Detail: hold is null
            ? $"{check.Mode}"
            : $"{check.Mode} for {hold.Scope}: {hold.Cause}, {hold.Reason}");
    }

    public static Refusal? LimitsAreConfigured(in RiskCheck check)
    {
        if (check.Line?.Limits is null)
            return new Refusal(RefusalCode.NoLimitConfigured, Detail: check.Request.Symbol.ToString());
        if (check.Line is { IsContract: true, Limits.MarginPercent: null })
            return new Refusal(
                RefusalCode.NoLimitConfigured, Detail: $"margin-percent of {check.Line.Symbol}");
        if (check.HasStrategy && check.StrategyLimits is null)
            return new Refusal(RefusalCode.NoLimitConfigured, Detail: $"strategy {check.Request.Strategy}");
        if (check.HasStrategy && check.Strategy is null
            && check.State.Exposure.Strategies.Count >= RiskState.StrategiesMax)
            return new Refusal(RefusalCode.NoLimitConfigured, RiskState.StrategiesMax,
                RiskState.StrategiesMax + 1, "strategies of one account");

        var exposureAsset = check.State.Settings.ExposureAsset;
        return check.Line.Rules is { } rules && rules.Quote != exposureAsset
            ? new Refusal(RefusalCode.NoLimitConfigured,
                Detail: $"exposure is limited in {exposureAsset}, {rules.Symbol} is quoted in {rules.Quote}")
            : null;
    }

    public static Refusal? InstrumentIsKnown(in RiskCheck check) => check.Line!.Rules is null
        ? new Refusal(RefusalCode.InstrumentUnknown, Detail: check.Request.Symbol.ToString())
        : null;

    public static Refusal? InstrumentTrades(in RiskCheck check) =>
        check.Line!.Rules!.Status == InstrumentStatus.Trading
            ? null
            : new Refusal(RefusalCode.InstrumentNotTrading,
                Detail: $"{check.Request.Symbol} is {check.Line.Rules.Status}");

    public static Refusal? InstrumentIsAllowed(in RiskCheck check)
    {
        if (check.StrategyLimits is not { Instruments.Count: > 0 } limits)
            return null;

        foreach (var symbol in limits.Instruments)
            if (symbol == check.Request.Symbol)
                return null;
        return new Refusal(RefusalCode.InstrumentNotAllowed,
            Detail: $"strategy {check.Request.Strategy} in {check.Request.Symbol}");
    }

    private static bool IsAllowed(in RiskCheck check) =>
        check.Mode == TradingMode.Active || (check.Mode == TradingMode.ReduceOnly && check.Reduces);

    private static Hold? StrictestHold(in RiskCheck check) =>
        check.Gate.StrictestFor(check.Request.Strategy, check.Request.Symbol);
}
