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
    /// <summary>The name that no instrument can have in the <c>instruments</c> section.</summary>
    public const string DefaultName = "default";

    /// <summary>More orders in one window than any venue takes; bounds the memory of the rate rule.</summary>
    public const int OrderRateMaxMax = 10_000_000;

    public InstrumentLimits? LimitsFor(Symbol symbol) => Instruments.GetValueOrDefault(symbol) ?? Default;

    /// <summary>
    /// Reads one account's <c>risk</c> section; a missing, unknown or malformed key is named.
    /// </summary>
    public static RiskSettings Read(ConfigReader risk)
    {
        var shared = SharedLimits.Read(risk);
        var instruments = new Dictionary<Symbol, InstrumentLimits>();
        InstrumentLimits? fallback = null;
        var sections = risk.Section("instruments");
        foreach (var name in sections.Names())
        {
            var limits = InstrumentLimits.Read(sections.Section(name), shared);
            if (name == DefaultName)
                fallback = limits;
            else
                instruments.Add(new Symbol(name), limits);
        }

        var settings = new RiskSettings(
            new Asset(risk.Text("exposure-asset")),
            new Notional(Limits.Positive(risk, "gross-exposure-max")),
            risk.Whole("order-rate-max", 1, OrderRateMaxMax),
            Limits.PositiveSpan(risk, "order-rate-window"),
            risk.Span("duplicate-window"),
            Limits.NotNegative(risk, "taker-fee-bps"),
            Limits.NotNegative(risk, "maker-fee-bps"),
            risk.Switch("sell-fee-in-base"),
            fallback,
            instruments);
        risk.Finish();
        return settings;
    }
}

/// <summary>What every instrument of the account takes over unless its own section says otherwise.</summary>
internal sealed record SharedLimits(decimal CollarBps, decimal PassiveCollarBps, TimeSpan ReferenceMaxAge)
{
    public static SharedLimits Read(ConfigReader risk) => new(
        Limits.Bps(risk, "collar-bps"),
        Limits.Bps(risk, "passive-collar-bps"),
        Limits.PositiveSpan(risk, "reference-max-age"));
}

/// <summary>Reading of limits: what is not a usable limit is refused with its key.</summary>
internal static class Limits
{
    /// <summary>
    /// Far above any real amount, and small enough that no product of two amounts overflows a decimal.
    /// </summary>
    public const decimal AmountMax = 1_000_000_000_000m;

    public static decimal Positive(ConfigReader reader, string key) =>
        Within(reader, key, reader.Decimal(key), value => value > 0m, "above 0");

    public static decimal NotNegative(ConfigReader reader, string key) =>
        Within(reader, key, reader.Decimal(key), value => value >= 0m, "0 or above");

    public static decimal NotNegativeOrZero(ConfigReader reader, string key) =>
        Within(reader, key, reader.DecimalOrNull(key) ?? 0m, value => value >= 0m, "0 or above");

    /// <summary>A distance from the reference price: above 0 and below 10000, which is all of it.</summary>
    public static decimal Bps(ConfigReader reader, string key, decimal? inherited = null) =>
        Within(reader, key, inherited is { } given ? reader.DecimalOrNull(key) ?? given : reader.Decimal(key),
            value => value is > 0m and < 10_000m, "above 0 and below 10000");

    public static TimeSpan PositiveSpan(ConfigReader reader, string key) =>
        reader.Span(key) is var span && span > TimeSpan.Zero
            ? span
            : throw new ConfigKeyException($"{reader.Path}.{key}", "must be longer than nothing");

    private static decimal Within(
        ConfigReader reader, string key, decimal value, Func<decimal, bool> holds, string wanted) =>
        holds(value) && value <= AmountMax
            ? value
            : throw new ConfigKeyException(
                $"{reader.Path}.{key}", $"{value} must be {wanted} and at most {AmountMax}");
}
