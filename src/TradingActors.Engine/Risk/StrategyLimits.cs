using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// The limits of one strategy, beside those of its account and of the instrument: the strictest wins. A limit
/// that is null is off. <see cref="ReentriesMax"/> orders that were filled and asked for again, or <see
/// cref="RejectsMax"/> refusals, within <see cref="RepeatWindow"/> disable the strategy until a person lifts
/// its hold. <see cref="Instruments"/> are those that it may trade; empty for all of the account's.
/// </summary>
public sealed record StrategyLimits
{
    public Notional? GrossExposureMax { get; init; }

    public Notional? NetExposureMax { get; init; }

    public int? OpenOrdersMax { get; init; }

    public int? OrderRateMax { get; init; }

    public Notional? DailyLossMax { get; init; }

    public Notional? DrawdownMax { get; init; }

    public int? ReentriesMax { get; init; }

    public int? RejectsMax { get; init; }

    public TimeSpan RepeatWindow { get; init; } = TimeSpan.FromMinutes(1);

    public IReadOnlyList<Symbol> Instruments { get; init; } = [];

    /// <summary>Every key is needed; what limits nothing is written as <c>off</c>.</summary>
    internal static StrategyLimits Read(ConfigReader section)
    {
        var limits = new StrategyLimits
        {
            GrossExposureMax = Limits.NotionalOrOff(section, "gross-exposure-max"),
            NetExposureMax = Limits.NotionalOrOff(section, "net-exposure-max"),
            OpenOrdersMax = Limits.CountOrOff(section, "open-orders-max"),
            OrderRateMax = Limits.CountOrOff(section, "order-rate-max"),
            DailyLossMax = Limits.NotionalOrOff(section, "daily-loss-max"),
            DrawdownMax = Limits.NotionalOrOff(section, "drawdown-max"),
            ReentriesMax = Limits.CountOrOff(section, "reentries-max"),
            RejectsMax = Limits.CountOrOff(section, "rejects-max"),
            RepeatWindow = Limits.PositiveSpan(section, "repeat-window"),
            Instruments = [.. section.List("instruments").Select(symbol => new Symbol(symbol))],
        };
        section.Finish();
        return limits;
    }
}
