namespace TradingActors.Engine.Connection;

/// <summary>
/// How the requests of one egress address are shared. <paramref name="WeightMax"/> in each
/// <paramref name="WeightWindow"/> holds until the venue names its own limits. Shares are fractions of a
/// window: <paramref name="CancelShare"/> and <paramref name="QueryShare"/> are kept for them, market data
/// takes at most <paramref name="MarketDataShare"/>. <paramref name="ConnectionsMax"/> attempts are made in
/// any <paramref name="ConnectionsWindow"/> (Binance bans at 300 in 5 minutes); each is taken to cost
/// <paramref name="ConnectionWeight"/> with its log-on and instruments. Within <paramref name="SettleMax"/>
/// the venue's count includes every request that has been written.
/// </summary>
public sealed record RateBudgetSettings(
    int WeightMax,
    TimeSpan WeightWindow,
    double CancelShare,
    double QueryShare,
    double MarketDataShare,
    int ConnectionsMax,
    TimeSpan ConnectionsWindow,
    int ConnectionWeight,
    TimeSpan SettleMax)
{
    public static readonly RateBudgetSettings Default = new(
        WeightMax: 6_000,
        WeightWindow: TimeSpan.FromMinutes(1),
        CancelShare: 0.1,
        QueryShare: 0.4,
        MarketDataShare: 0.3,
        ConnectionsMax: 200,
        ConnectionsWindow: TimeSpan.FromMinutes(5),
        ConnectionWeight: 30,
        SettleMax: TimeSpan.FromSeconds(2));

    /// <summary>
    /// Reads <c>weight-max, weight-window, cancel-share-percent, query-share-percent,
    /// market-data-share-percent, connections-max, connections-window, connection-weight, settle-max</c>.
    /// </summary>
    public static RateBudgetSettings Read(ConfigReader config)
    {
        var settings = new RateBudgetSettings(
            config.Whole("weight-max", 1),
            config.Span("weight-window"),
            config.Whole("cancel-share-percent", 1, 90) / 100.0,
            config.Whole("query-share-percent", 1, 90) / 100.0,
            config.Whole("market-data-share-percent", 1, 100) / 100.0,
            config.Whole("connections-max", 1, 10_000),
            config.Span("connections-window"),
            config.Whole("connection-weight", 0, 1_000),
            config.Span("settle-max"));
        if (settings.WeightWindow < TimeSpan.FromSeconds(1))
            throw new ConfigKeyException($"{config.Path}.weight-window", "must be at least 1s");
        if (settings.CancelShare + settings.QueryShare > 0.95)
            throw new ConfigKeyException($"{config.Path}.query-share-percent",
                "leaves orders less than 5 percent beside cancel-share-percent");
        if (settings.ConnectionsWindow <= TimeSpan.Zero)
            throw new ConfigKeyException($"{config.Path}.connections-window", "must be above zero");
        if (settings.SettleMax < RateWindowState.SettleMin || settings.SettleMax > RateWindowState.Remembered)
            throw new ConfigKeyException($"{config.Path}.settle-max", "is outside 100ms to 3s");
        config.Finish();
        return settings;
    }
}
