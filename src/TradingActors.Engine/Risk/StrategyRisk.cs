using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// One strategy of the account: its sums, its own limits, its rate and how often it has repeated itself.
/// Only RiskState writes it.
/// </summary>
internal sealed class StrategyRisk(StrategyId id, StrategyLimits? limits, TimeSpan rateWindow)
{
    public readonly StrategyId Id = id;
    public readonly ExposureTotal Total = new();
    public readonly SlidingCount Approvals = new(rateWindow);

    /// <summary>A strategy begins with no profit, so its first day starts at nothing.</summary>
    public readonly LossState Loss = new() { IsMarked = true };
    public RepeatState Repeats = new(limits);

    /// <summary>Null where the strategy has no limits at all, and therefore does not trade.</summary>
    public StrategyLimits? Limits { get; private set; } = limits;

    /// <summary>People's orders have no strategy and are bound by the account's limits alone.</summary>
    public bool IsNone => string.IsNullOrEmpty(Id.Value);

    public void Take(StrategyLimits? limits)
    {
        Limits = limits;
        Repeats = Repeats.With(limits);
    }
}

/// <summary>
/// One strategy's part of one instrument. <see cref="HasFilledBuy"/> and <see cref="HasFilledSell"/> say that
/// its latest order of the side has filled: to ask for it again is to re-enter.
/// </summary>
internal sealed class StrategyLine(StrategyRisk strategy, InstrumentRisk instrument)
    : ExposureLine(strategy.Total)
{
    public readonly StrategyRisk Strategy = strategy;
    public readonly InstrumentRisk Instrument = instrument;
    public bool HasFilledBuy;
    public bool HasFilledSell;
}
