using TradingActors.Domain;

namespace TradingActors.Engine.Strategies.Samples;

/// <summary>
/// How a <see cref="TwoSidedQuoter"/> quotes. <paramref name="SpreadBps"/> is from bid to ask, in basis
/// points of the mid; <paramref name="Size"/> of each order is base asset. The position strives for <paramref
/// name="PositionTarget"/> and never leaves it by more than <paramref name="InventoryMax"/> through the
/// strategy's own orders; at that bound both quotes are shifted by <paramref name="SkewBps"/>. An order is
/// moved when its price is off by more than <paramref name="RequoteBps"/>, no more often than every <paramref
/// name="RequoteInterval"/>; after a refusal the side rests for <paramref name="PauseAfterRefusal"/>. Quotes
/// older than <paramref name="QuoteAgeMax"/> are not quoted by.
/// </summary>
public sealed record QuoterSettings(
    decimal SpreadBps,
    Quantity Size,
    Quantity PositionTarget,
    Quantity InventoryMax,
    decimal SkewBps,
    decimal RequoteBps,
    TimeSpan RequoteInterval,
    TimeSpan PauseAfterRefusal,
    TimeSpan QuoteAgeMax)
{
    /// <summary>
    /// Reads <c>spread-bps, size, position-target, inventory-max, skew-bps, requote-bps, requote-interval,
    /// pause-after-refusal, quote-age-max</c>.
    /// </summary>
    public static QuoterSettings Read(ConfigReader config)
    {
        var settings = new QuoterSettings(
            config.Decimal("spread-bps"),
            new Quantity(config.Decimal("size")),
            new Quantity(config.Decimal("position-target")),
            new Quantity(config.Decimal("inventory-max")),
            config.Decimal("skew-bps"),
            config.Decimal("requote-bps"),
            config.Span("requote-interval"),
            config.Span("pause-after-refusal"),
            config.Span("quote-age-max"));
        Require(config, "spread-bps", settings.SpreadBps is > 0 and < 10_000, "must be between 0 and 10000");
        Require(config, "size", settings.Size.Value > 0, "must be above zero");
        Require(config, "inventory-max", settings.InventoryMax >= settings.Size, "must not be below size");
        Require(config, "skew-bps", settings.SkewBps is >= 0 and < 10_000, "must be between 0 and 10000");
        Require(config, "requote-bps", settings.RequoteBps >= 0, "must not be negative");
        Require(config, "requote-interval", settings.RequoteInterval > TimeSpan.Zero, "must be above zero");
        Require(config, "quote-age-max", settings.QuoteAgeMax > TimeSpan.Zero, "must be above zero");
        config.Finish();
        return settings;
    }

    private static void Require(ConfigReader config, string key, bool isMet, string problem)
    {
        if (!isMet)
            throw new ConfigKeyException($"{config.Path}.{key}", problem);
    }
}
