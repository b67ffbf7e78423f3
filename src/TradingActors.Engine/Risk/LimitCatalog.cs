using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Every limit that can be changed while the engine runs, by level and by its name in the configuration. One
/// that is off can be set; none can be switched off.
/// </summary>
internal static class LimitCatalog
{
    private static readonly Row<RiskSettings>[] OfAccount =
    [
        new("gross-exposure-max", s => s.GrossExposureMax.Value,
            (s, v) => s with { GrossExposureMax = Money(v) }),
        new("net-exposure-max", s => s.NetExposureMax?.Value, (s, v) => s with { NetExposureMax = Money(v) }),
        new("leverage-max", s => s.LeverageMax, (s, v) => s with { LeverageMax = v }),
        new("order-rate-max", s => s.OrderRateMax, (s, v) => s with { OrderRateMax = (int)v },
            IsWhole: true),
        new("order-rate-hard", s => s.OrderRateHard, (s, v) => s with { OrderRateHard = (int)v },
            IsWhole: true),
        new("daily-loss-max", s => s.DailyLossMax?.Value, (s, v) => s with { DailyLossMax = Money(v) }),
        new("drawdown-max", s => s.DrawdownMax?.Value, (s, v) => s with { DrawdownMax = Money(v) }),
    ];

    private static readonly Row<StrategyLimits>[] OfStrategy =
    [
        new("gross-exposure-max", s => s.GrossExposureMax?.Value,
            (s, v) => s with { GrossExposureMax = Money(v) }),
        new("net-exposure-max", s => s.NetExposureMax?.Value, (s, v) => s with { NetExposureMax = Money(v) }),
        new("open-orders-max", s => s.OpenOrdersMax, (s, v) => s with { OpenOrdersMax = (int)v },
            IsWhole: true),
        new("order-rate-max", s => s.OrderRateMax, (s, v) => s with { OrderRateMax = (int)v },
            IsWhole: true),
        new("daily-loss-max", s => s.DailyLossMax?.Value, (s, v) => s with { DailyLossMax = Money(v) }),
        new("drawdown-max", s => s.DrawdownMax?.Value, (s, v) => s with { DrawdownMax = Money(v) }),
        new("reentries-max", s => s.ReentriesMax, (s, v) => s with { ReentriesMax = (int)v },
            IsWhole: true),
        new("rejects-max", s => s.RejectsMax, (s, v) => s with { RejectsMax = (int)v }, IsWhole: true),
    ];

    private static readonly Row<InstrumentLimits>[] OfInstrument =
    [
        new("position-max", s => s.PositionMax.Value, (s, v) => s with { PositionMax = Amount(v) }),
        new("short-max", s => s.ShortMax?.Value, (s, v) => s with { ShortMax = Amount(v) }),
        new("quantity-min", s => s.QuantityMin.Value, (s, v) => s with { QuantityMin = Amount(v) },
            LowerIsLooser: true),
        new("quantity-max", s => s.QuantityMax.Value, (s, v) => s with { QuantityMax = Amount(v) }),
        new("notional-min", s => s.NotionalMin.Value, (s, v) => s with { NotionalMin = Money(v) },
            LowerIsLooser: true),
        new("notional-max", s => s.NotionalMax.Value, (s, v) => s with { NotionalMax = Money(v) }),
        new("open-orders-max", s => s.OpenOrdersMax, (s, v) => s with { OpenOrdersMax = (int)v },
            IsWhole: true, Max: InstrumentLimits.OpenOrdersMaxMax),
        new("open-orders-side-max", s => s.OpenOrdersSideMax, (s, v) => s with { OpenOrdersSideMax = (int)v },
            IsWhole: true),
        new("collar-bps", s => s.CollarBps, (s, v) => s with { CollarBps = v }, Max: 9_999m),
        new("passive-collar-bps", s => s.PassiveCollarBps, (s, v) => s with { PassiveCollarBps = v },
            Max: 9_999m),
        new("drift-collar-bps", s => s.DriftCollarBps, (s, v) => s with { DriftCollarBps = v }),
        new("jump-bps", s => s.JumpBps, (s, v) => s with { JumpBps = v }),
        new("order-to-trade-max", s => s.OrderToTradeMax, (s, v) => s with { OrderToTradeMax = v }),
        new("order-to-trade-volume-max", s => s.OrderToTradeVolumeMax,
            (s, v) => s with { OrderToTradeVolumeMax = v }),
        new("margin-percent", s => s.MarginPercent, (s, v) => s with { MarginPercent = v },
            LowerIsLooser: true),
    ];

    /// <summary>The configured limits with the changes that still apply to them.</summary>
    public static RiskSettings Effective(RiskSettings configured, IEnumerable<LimitChanged> changes)
    {
        var effective = configured;
        foreach (var change in changes)
            if (Applies(configured, change))
                effective = Set(effective, change.Key, change.Value);
        return effective;
    }

    /// <summary>
    /// Only while the configuration says what it said when the limit was changed: a later edit of the
    /// configuration is the newer decision.
    /// </summary>
    public static bool Applies(RiskSettings configured, LimitChanged change) =>
        Exists(configured, change.Key) && ValueOf(configured, change.Key) == change.Configured;

    /// <summary>False for a limit, a strategy or an instrument that the account does not know.</summary>
    public static bool Exists(RiskSettings settings, LimitKey key) => key.Level switch
    {
        LimitLevel.Account => Array.Exists(OfAccount, r => r.Name == key.Limit),
        LimitLevel.Strategy => settings.LimitsFor(new StrategyId(key.Owner)) is not null
            && Array.Exists(OfStrategy, r => r.Name == key.Limit),
        _ => settings.LimitsFor(new Symbol(key.Owner)) is not null
            && Array.Exists(OfInstrument, r => r.Name == key.Limit),
    };

    /// <summary>Null where the limit is off.</summary>
    public static decimal? ValueOf(RiskSettings settings, LimitKey key) => key.Level switch
    {
        LimitLevel.Account => Find(OfAccount, key).Get(settings),
        LimitLevel.Strategy => Find(OfStrategy, key).Get(settings.LimitsFor(new StrategyId(key.Owner))!),
        _ => Find(OfInstrument, key).Get(settings.LimitsFor(new Symbol(key.Owner))!),
    };

    /// <summary>What is wrong with the value; null when it can be set.</summary>
    public static string? Problem(LimitKey key, decimal value)
    {
        var (isWhole, max, lowerIsLooser) = TraitsOf(key);
        return value < 0m || (value == 0m && !lowerIsLooser) ? "must be above 0"
            : value > max ? $"must be at most {max}"
            : isWhole && value != decimal.Truncate(value) ? "must be a whole number"
            : null;
    }

    /// <summary>True when more passes with the new value than with the old.</summary>
    public static bool IsLooser(LimitKey key, decimal? was, decimal value) =>
        was is { } old && (TraitsOf(key).LowerIsLooser ? value < old : value > old);

    /// <summary>
    /// Every limit that the settings set or could set: of the account, of each strategy and each instrument
    /// with a section of its own.
    /// </summary>
    public static IEnumerable<LimitKey> Keys(RiskSettings settings)
    {
        foreach (var row in OfAccount)
            yield return new LimitKey(LimitLevel.Account, "", row.Name);
        foreach (var id in settings.Strategies.Keys.OrderBy(id => id.Value, StringComparer.Ordinal))
            foreach (var row in OfStrategy)
                yield return new LimitKey(LimitLevel.Strategy, id.Value, row.Name);
        foreach (var symbol in settings.Instruments.Keys.OrderBy(s => s.Value, StringComparer.Ordinal))
            foreach (var row in OfInstrument)
                yield return new LimitKey(LimitLevel.Instrument, symbol.Value, row.Name);
    }

    private static Notional Money(decimal value) => new(value);

    private static Quantity Amount(decimal value) => new(value);

    private static RiskSettings Set(RiskSettings settings, LimitKey key, decimal value)
    {
        switch (key.Level)
        {
            case LimitLevel.Account:
                return Find(OfAccount, key).With(settings, value);
            case LimitLevel.Strategy:
                var id = new StrategyId(key.Owner);
                var strategy = Find(OfStrategy, key).With(settings.LimitsFor(id)!, value);
                return settings with
                {
                    Strategies = new Dictionary<StrategyId, StrategyLimits>(settings.Strategies)
                    {
                        [id] = strategy,
                    },
                };
            default:
                var symbol = new Symbol(key.Owner);
                var limits = Find(OfInstrument, key).With(settings.LimitsFor(symbol)!, value);
                return settings with
                {
                    Instruments = new Dictionary<Symbol, InstrumentLimits>(settings.Instruments)
                    {
                        [symbol] = limits,
                    },
                };
        }
    }

    private static (bool IsWhole, decimal Max, bool LowerIsLooser) TraitsOf(LimitKey key) => key.Level switch
    {
        LimitLevel.Account => Find(OfAccount, key).Traits,
        LimitLevel.Strategy => Find(OfStrategy, key).Traits,
        _ => Find(OfInstrument, key).Traits,
    };

    private static Row<T> Find<T>(Row<T>[] rows, LimitKey key) => Array.Find(rows, r => r.Name == key.Limit)!;

    private sealed record Row<T>(
        string Name,
        Func<T, decimal?> Get,
        Func<T, decimal, T> With,
        bool IsWhole = false,
        bool LowerIsLooser = false,
        decimal Max = Limits.AmountMax)
    {
        /// <summary>A whole number must also fit into one.</summary>
        public (bool IsWhole, decimal Max, bool LowerIsLooser) Traits =>
            (IsWhole, IsWhole ? Math.Min(Max, RiskSettings.OrderRateMaxMax) : Max, LowerIsLooser);
    }
}
