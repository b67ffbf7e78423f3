using System.Globalization;
using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// The limits of one account. There are no defaults in code: what is not configured does not trade. <paramref
/// name="ExposureAsset"/> is the quote asset that gross exposure is counted in; instruments quoted in another
/// asset are refused, because their exposure would be added up in the wrong unit. At most <paramref
/// name="OrderRateMax"/> orders are approved in any <paramref name="OrderRateWindow"/>; a <paramref
/// name="DuplicateWindow"/> of zero switches that rule off. Fees are basis points of notional; <paramref
/// name="SellFeeInBase"/> says that the venue takes a sell's fee on top, in the asset that is sold. <paramref
/// name="Default"/> holds for instruments without a section of their own and exists only where it is written.
/// </summary>
public sealed record RiskSettings(
    Asset ExposureAsset,
    Notional GrossExposureMax,
    int OrderRateMax,
    TimeSpan OrderRateWindow,
    TimeSpan DuplicateWindow,
    decimal TakerFeeBps,
    decimal MakerFeeBps,
    bool SellFeeInBase,
    InstrumentLimits? Default,
    IReadOnlyDictionary<Symbol, InstrumentLimits> Instruments)
{
    /// <summary>
    /// The name that no instrument and no strategy can have in its section: what holds for those without
    /// one.
    /// </summary>
    public const string DefaultName = "default";

    /// <summary>More orders in one window than any venue takes; bounds the memory of the rate rule.</summary>
    public const int OrderRateMaxMax = 10_000_000;

    /// <summary>Net exposure, the worse of all buys and all sells filled; null where it is off.</summary>
    public Notional? NetExposureMax { get; init; }

    /// <summary>Gross exposure divided by equity; null where it is off.</summary>
    public decimal? LeverageMax { get; init; }

    /// <summary>
    /// Of <see cref="OrderRateMax"/> so much is kept for cancels, in percent; cancels are counted and never
    /// refused.
    /// </summary>
    public int CancelSharePercent { get; init; }

    /// <summary>
    /// So many messages in the window, refused ones too, halt the account until a person has looked; null
    /// where it is off.
    /// </summary>
    public int? OrderRateHard { get; init; }

    /// <summary>Refuses what would trade with an order of the account's own.</summary>
    public bool RefusesSelfMatch { get; init; }

    /// <summary>Loss of the trading day, realised and unrealised; null where it is off.</summary>
    public Notional? DailyLossMax { get; init; }

    /// <summary>Distance from the highest profit that was reached; null where it is off.</summary>
    public Notional? DrawdownMax { get; init; }

    /// <summary>
    /// A profit that cannot be told for so long, because something held has no fresh price, holds the
    /// account; null where it is off.
    /// </summary>
    public TimeSpan? PnlUnknownAfter { get; init; }

    /// <summary>Looser limits need a second person.</summary>
    public bool RaisesByTwo { get; init; }

    /// <summary>Percent of a limit at which people are told, ascending, each below 100.</summary>
    public IReadOnlyList<int> AlertPercents { get; init; } = [];

    /// <summary>Limits of each strategy that has a section of its own.</summary>
    public IReadOnlyDictionary<StrategyId, StrategyLimits> Strategies { get; init; } =
        new Dictionary<StrategyId, StrategyLimits>();

    /// <summary>
    /// Limits of strategies without a section; null: they do not trade. Orders of people, which have no
    /// strategy, are bound by the account's limits alone.
    /// </summary>
    public StrategyLimits? StrategyDefault { get; init; }

    public InstrumentLimits? LimitsFor(Symbol symbol) => Instruments.GetValueOrDefault(symbol) ?? Default;

    public StrategyLimits? LimitsFor(StrategyId strategy) =>
        Strategies.GetValueOrDefault(strategy) ?? StrategyDefault;

    /// <summary>
    /// Reads one account's <c>risk</c> section; a missing, unknown or malformed key is named.
    /// </summary>
    public static RiskSettings Read(ConfigReader risk)
    {
        var shared = SharedLimits.Read(risk);
        var instruments = Sections(risk, "instruments", section => InstrumentLimits.Read(section, shared));
        var strategies = Sections(risk, "strategies", StrategyLimits.Read);
        instruments.Remove(DefaultName, out var instrumentDefault);
        strategies.Remove(DefaultName, out var strategyDefault);
        var settings = new RiskSettings(
            new Asset(risk.Text("exposure-asset")),
            new Notional(Limits.Positive(risk, "gross-exposure-max")),
            risk.Whole("order-rate-max", 1, OrderRateMaxMax),
            Limits.PositiveSpan(risk, "order-rate-window"),
            risk.Span("duplicate-window"),
            Limits.NotNegative(risk, "taker-fee-bps"),
            Limits.NotNegative(risk, "maker-fee-bps"),
            risk.Switch("sell-fee-in-base"),
            instrumentDefault,
            instruments.ToDictionary(i => new Symbol(i.Key), i => i.Value))
        {
            NetExposureMax = Limits.NotionalOrOff(risk, "net-exposure-max"),
            LeverageMax = Limits.PositiveOrOff(risk, "leverage-max"),
            CancelSharePercent = risk.Whole("cancel-share-percent", 0, 90),
            OrderRateHard = Limits.CountOrOff(risk, "order-rate-hard"),
            RefusesSelfMatch = risk.Switch("refuse-self-match"),
            DailyLossMax = Limits.NotionalOrOff(risk, "daily-loss-max"),
            DrawdownMax = Limits.NotionalOrOff(risk, "drawdown-max"),
            PnlUnknownAfter = risk.Text("pnl-unknown-after") == Limits.Off
                ? null
                : Limits.PositiveSpan(risk, "pnl-unknown-after"),
            RaisesByTwo = risk.Switch("raise-by-two"),
            AlertPercents = ReadAlerts(risk),
            Strategies = strategies.ToDictionary(s => new StrategyId(s.Key), s => s.Value),
            StrategyDefault = strategyDefault,
        };
        risk.Finish();
        return settings;
    }

    private static Dictionary<string, T> Sections<T>(
        ConfigReader risk, string key, Func<ConfigReader, T> read)
    {
        var sections = risk.Section(key);
        return sections.Names().ToDictionary(name => name, name => read(sections.Section(name)));
    }

    private static int[] ReadAlerts(ConfigReader risk)
    {
        var percents = new List<int>();
        foreach (var text in risk.List("alert-percents"))
            percents.Add(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
                && percent is > 0 and < 100 && percent > percents.LastOrDefault()
                    ? percent
                    : throw new ConfigKeyException($"{risk.Path}.alert-percents",
                        $"'{text}' must be a whole number between 1 and 99, above the one before"));
        return [.. percents];
    }
}
