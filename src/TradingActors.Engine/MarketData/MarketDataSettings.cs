using TradingActors.Engine.Connection;

namespace TradingActors.Engine.MarketData;

/// <summary>
/// How a venue's public data is received. <paramref name="TickMin"/> and <paramref name="TickMax"/> bound how
/// often the session's deadlines are looked at; <paramref name="WaitingFramesMax"/> bounds the requests that
/// wait behind a pending write, the inbox limits what waits to be read: at either bound the lane is closed
/// and made again.
/// </summary>
public sealed record MarketDataSettings(
    ReconnectSettings Reconnect,
    TimeSpan OpenTimeout,
    TimeSpan TickMin,
    TimeSpan TickMax,
    int WaitingFramesMax,
    int InboxBytesMax,
    int InboxFramesMax,
    int BookLevels)
{
    public static readonly MarketDataSettings Default = new(
        ReconnectSettings.Default,
        OpenTimeout: TimeSpan.FromSeconds(10),
        TickMin: TimeSpan.FromMilliseconds(50),
        TickMax: TimeSpan.FromMilliseconds(250),
        WaitingFramesMax: 256,
        FrameInbox.DefaultBytesMax,
        FrameInbox.DefaultFramesMax,
        BookLevels: 20);

    /// <summary>
    /// Reads <c>reconnect { … }, open-timeout, tick-min, tick-max, waiting-frames-max, inbox-bytes-max,
    /// inbox-frames-max, book-levels</c>.
    /// </summary>
    public static MarketDataSettings Read(ConfigReader config)
    {
        var settings = new MarketDataSettings(
            ReconnectSettings.Read(config.Section("reconnect")),
            config.Span("open-timeout"),
            config.Span("tick-min"),
            config.Span("tick-max"),
            config.Whole("waiting-frames-max", 1, 100_000),
            config.Whole("inbox-bytes-max", 1 << 16),
            config.Whole("inbox-frames-max", 16),
            config.Whole("book-levels", 1, 1_000));
        if (settings.OpenTimeout <= TimeSpan.Zero)
            throw new ConfigKeyException($"{config.Path}.open-timeout", "must be above zero");
        if (settings.TickMin < TimeSpan.FromMilliseconds(1))
            throw new ConfigKeyException($"{config.Path}.tick-min", "must be at least 1ms");
        if (settings.TickMax < settings.TickMin)
            throw new ConfigKeyException($"{config.Path}.tick-max", "must not be below tick-min");
        config.Finish();
        return settings;
    }
}
