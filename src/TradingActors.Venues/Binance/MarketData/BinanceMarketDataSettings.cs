using TradingActors.Domain;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>What a <see cref="BinanceMarketDataSession"/> subscribes to and how patient it is.</summary>
public sealed record BinanceMarketDataSettings(IReadOnlyList<Symbol> Symbols)
{
    /// <summary>The venue allows 1024 streams a connection; each symbol has three.</summary>
    public const int SymbolsMax = 341;

    /// <summary>Levels a side of a snapshot; 1000 costs weight 50.</summary>
    public int DepthLimit { get; init; } = 1000;

    /// <summary>
    /// A book that knows fewer levels than this on a side, and not all of them, is fetched again.
    /// </summary>
    public int KnownLevelsMin { get; init; } = 100;

    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A ping, probe or subscription unanswered for so long fails the session.</summary>
    public TimeSpan PongDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The streams are probed when they have said nothing for so long.</summary>
    public TimeSpan QuietAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The subscriptions are looked through so often, however much the streams say.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Least time between two messages to the streams: the venue allows five a second, pongs included.
    /// </summary>
    public TimeSpan ControlSpacing { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often instruments and their filters are asked for again.</summary>
    public TimeSpan InstrumentsEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What one snapshot of that depth costs, as the venue's documentation lists it.</summary>
    public int SnapshotWeight => DepthLimit switch
    {
        <= 100 => 5,
        <= 500 => 25,
        <= 1000 => 50,
        _ => 250,
    };

    /// <summary>
    /// Snapshots that may be asked for at once, and how long each takes to be allowed again.
    /// </summary>
    public int SnapshotBurst { get; init; } = 20;

    public TimeSpan SnapshotRefill { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The wait before a book that failed again is fetched again; it doubles up to the maximum.
    /// </summary>
    public TimeSpan ResyncDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan ResyncDelayMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What is wrong with the settings, naming the setting; null when nothing is.</summary>
    public string? Problem() =>
        Symbols.Count is 0 or > SymbolsMax
            ? $"Symbols has {Symbols.Count} entries, 1 to {SymbolsMax} are allowed"
        : Symbols.Distinct().Count() != Symbols.Count ? "Symbols names one twice"
        : DepthLimit is < 5 or > 5000 ? $"DepthLimit={DepthLimit} is not within 5..5000"
        : KnownLevelsMin < 0 || KnownLevelsMin >= DepthLimit
            ? $"KnownLevelsMin={KnownLevelsMin} is not within 0..{DepthLimit - 1}"
        : PingInterval <= TimeSpan.Zero ? "PingInterval is not above zero"
        : PongDeadline <= TimeSpan.Zero ? "PongDeadline is not above zero"
        : QuietAfter <= TimeSpan.Zero ? "QuietAfter is not above zero"
        : ProbeEvery <= TimeSpan.Zero ? "ProbeEvery is not above zero"
        : RequestTimeout <= TimeSpan.Zero ? "RequestTimeout is not above zero"
        : InstrumentsEvery <= TimeSpan.Zero ? "InstrumentsEvery is not above zero"
        : ControlSpacing < TimeSpan.FromMilliseconds(200)
            ? "ControlSpacing is below 200 ms, the venue's limit"
        : SnapshotBurst < 1 || SnapshotRefill <= TimeSpan.Zero
            ? "SnapshotBurst or SnapshotRefill is not above zero"
        : ResyncDelay <= TimeSpan.Zero || ResyncDelayMax < ResyncDelay
            ? "ResyncDelay is not above zero or above ResyncDelayMax"
        : null;
}
