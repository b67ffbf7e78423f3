namespace TradingActors.Engine.Connection;

/// <summary>
/// How a lost connection is made again. Delays double from <paramref name="DelayFirst"/> to <paramref
/// name="DelayMax"/>, each varied by ±<paramref name="Jitter"/> (a fraction, so the longest wait is a little
/// above the maximum). A connection that was ready for <paramref name="StableAfter"/> forgives the failures
/// before it. How many attempts all connections of an address make together is the <see cref="RateBudget"/>'s
/// to say.
/// </summary>
public sealed record ReconnectSettings(
    TimeSpan DelayFirst, TimeSpan DelayMax, double Jitter, TimeSpan StableAfter)
{
    public static readonly ReconnectSettings Default = new(
        DelayFirst: TimeSpan.FromMilliseconds(250),
        DelayMax: TimeSpan.FromSeconds(10),
        Jitter: 0.2,
        StableAfter: TimeSpan.FromSeconds(30));

    /// <summary>Reads <c>delay-first, delay-max, jitter-percent, stable-after</c>.</summary>
    public static ReconnectSettings Read(ConfigReader config)
    {
        var settings = new ReconnectSettings(
            config.Span("delay-first"),
            config.Span("delay-max"),
            config.Whole("jitter-percent", 0, 90) / 100.0,
            config.Span("stable-after"));
        if (settings.DelayFirst <= TimeSpan.Zero)
            throw new ConfigKeyException($"{config.Path}.delay-first", "must be above zero");
        if (settings.DelayMax < settings.DelayFirst)
            throw new ConfigKeyException($"{config.Path}.delay-max", "must not be below delay-first");
        config.Finish();
        return settings;
    }
}
