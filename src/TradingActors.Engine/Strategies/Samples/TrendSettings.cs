using TradingActors.Domain;

namespace TradingActors.Engine.Strategies.Samples;

/// <summary>
/// How a <see cref="TrendFollower"/> trades. Two exponential averages of the mid with the time constants
/// <paramref name="Fast"/> and <paramref name="Slow"/>; a trend begins when the fast one is above (below) the
/// slow one by more than <paramref name="EntryBps"/>, and lasts until the opposite one begins. In a trend the
/// position strives for <paramref name="PositionNeutral"/> ± <paramref name="Size"/> (base asset; falling
/// trends are only left, not sold short, unless <paramref name="AllowShort"/>), and no order takes it further
/// from neutral than <paramref name="PositionMax"/>. Between two orders of a symbol lies at least <paramref
/// name="CoolDown"/>. <paramref name="SlippageBps"/> is how far through the touch an IOC order may pay; null
/// sends market orders.
/// </summary>
public sealed record TrendSettings(
    TimeSpan Fast,
    TimeSpan Slow,
    decimal EntryBps,
    Quantity Size,
    Quantity PositionNeutral,
    Quantity PositionMax,
    bool AllowShort,
    TimeSpan CoolDown,
    decimal? SlippageBps)
{
    /// <summary>
    /// Reads <c>fast, slow, entry-bps, size, position-neutral, position-max, allow-short, cool-down</c> and,
    /// for IOC instead of market orders, <c>slippage-bps</c>.
    /// </summary>
    public static TrendSettings Read(ConfigReader config)
    {
        var settings = new TrendSettings(
            config.Span("fast"),
            config.Span("slow"),
            config.Decimal("entry-bps"),
            new Quantity(config.Decimal("size")),
            new Quantity(config.Decimal("position-neutral")),
            new Quantity(config.Decimal("position-max")),
            config.Switch("allow-short"),
            config.Span("cool-down"),
            config.DecimalOrNull("slippage-bps"));
        Require(config, "fast", settings.Fast > TimeSpan.Zero, "must be above zero");
        Require(config, "slow", settings.Slow > settings.Fast, "must be above fast");
        Require(config, "entry-bps", settings.EntryBps > 0, "must be above zero");
        Require(config, "size", settings.Size.Value > 0, "must be above zero");
        Require(config, "position-max", settings.PositionMax >= settings.Size, "must not be below size");
        Require(config, "cool-down", settings.CoolDown > TimeSpan.Zero, "must be above zero");
        Require(config, "slippage-bps", settings.SlippageBps is null or (>= 0 and < 10_000),
            "must be between 0 and 10000");
        config.Finish();
        return settings;
    }

    private static void Require(ConfigReader config, string key, bool isMet, string problem)
    {
        if (!isMet)
            throw new ConfigKeyException($"{config.Path}.{key}", problem);
    }
}
