using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>Reading of limits: what is not a usable limit is refused with its key.</summary>
internal static class Limits
{
    /// <summary>How a limit is written that limits nothing.</summary>
    public const string Off = "off";

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

    /// <summary>Null where the key says off.</summary>
    public static decimal? PositiveOrOff(ConfigReader reader, string key) =>
        reader.Text(key) == Off ? null : Positive(reader, key);

    /// <inheritdoc cref="PositiveOrOff"/>
    public static Notional? NotionalOrOff(ConfigReader reader, string key) =>
        PositiveOrOff(reader, key) is { } value ? new Notional(value) : null;

    /// <inheritdoc cref="PositiveOrOff"/>
    public static int? CountOrOff(ConfigReader reader, string key) =>
        reader.Text(key) == Off ? null : reader.Whole(key, 1, RiskSettings.OrderRateMaxMax);

    /// <summary>The section's own value where it has one, also off; otherwise the account's.</summary>
    public static decimal? Inherited(ConfigReader section, string key, decimal? shared) =>
        section.TextOrNull(key) is null ? shared : PositiveOrOff(section, key);

    /// <inheritdoc cref="Inherited"/>
    public static int? Count(ConfigReader section, string key, int? shared) =>
        section.TextOrNull(key) is null ? shared : CountOrOff(section, key);

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
