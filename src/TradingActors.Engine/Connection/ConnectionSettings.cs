namespace TradingActors.Engine.Connection;

/// <summary>
/// How an account's venue session is kept. A transport that is not open within <paramref name="OpenTimeout"/>
/// is given up. A session that has been replaced is kept for its last answers, at most for
/// <paramref name="DrainMax"/>. Where the venue refuses the key, another try is made only every
/// <paramref name="RefusedDelay"/>: hammering it gets the address banned.
/// </summary>
public sealed record ConnectionSettings(
    ReconnectSettings Reconnect, TimeSpan OpenTimeout, TimeSpan DrainMax, TimeSpan RefusedDelay)
{
    public static readonly ConnectionSettings Default = new(
        ReconnectSettings.Default,
        OpenTimeout: TimeSpan.FromSeconds(10),
        DrainMax: TimeSpan.FromSeconds(10),
        RefusedDelay: TimeSpan.FromMinutes(1));

    /// <summary>Reads <c>reconnect { … }, open-timeout, drain-max, refused-delay</c>.</summary>
    public static ConnectionSettings Read(ConfigReader config)
    {
        var settings = new ConnectionSettings(
            ReconnectSettings.Read(config.Section("reconnect")),
            config.Span("open-timeout"),
            config.Span("drain-max"),
            config.Span("refused-delay"));
        if (settings.OpenTimeout <= TimeSpan.Zero)
            throw new ConfigKeyException($"{config.Path}.open-timeout", "must be above zero");
        if (settings.DrainMax <= TimeSpan.Zero)
            throw new ConfigKeyException($"{config.Path}.drain-max", "must be above zero");
        if (settings.RefusedDelay < TimeSpan.FromSeconds(1))
            throw new ConfigKeyException($"{config.Path}.refused-delay", "must be at least 1s");
        config.Finish();
        return settings;
    }
}
