namespace TradingActors.SimulatedVenue;

/// <summary>
/// Everything that shapes a simulated venue. Two venues with the same settings, clock and input behave the
/// same.
/// </summary>
public sealed record SimulatedVenueSettings
{
    /// <summary>The address to listen on; anything but loopback is the caller's own decision.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; }

    /// <summary>
    /// The directory in which the ledger is kept under its usual name; null, without
    /// <see cref="LedgerPath"/>, keeps it in memory only.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>The ledger's own file, wherever the data directory is.</summary>
    public string? LedgerPath { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>A recording to replay as the market, plain or gzip; null generates one.</summary>
    public string? RecordingPath { get; init; }

    /// <summary>A market that somebody else supplies while it happens; null for one of the above.</summary>
    public MarketFeed? MarketFeed { get; init; }

    /// <summary>True lets a recording begin with the first reader of a stream, not with the venue.</summary>
    public bool RecordingAwaitsReader { get; init; }

    /// <summary>
    /// Market seconds per second of the venue's clock; positive infinity plays as fast as readers read.
    /// </summary>
    public double Speed { get; init; } = 1;

    public IReadOnlyList<VenueAccountSettings> Accounts { get; init; } = [VenueAccountSettings.Default];

    /// <summary>The symbols of the generated market; a recording brings its own.</summary>
    public IReadOnlyList<GeneratedSymbolSettings> Symbols { get; init; } = GeneratedSymbolSettings.Default;

    public decimal MakerFeeRate { get; init; } = 0.001m;

    public decimal TakerFeeRate { get; init; } = 0.001m;

    /// <summary>How often the generated market moves, in market time.</summary>
    public TimeSpan MarketStep { get; init; } = TimeSpan.FromMilliseconds(10);

    public RateLimitSettings RateLimits { get; init; } = new();

    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>
    /// A connection whose unsent bytes pass this bound is dropped, as a venue drops a slow reader.
    /// </summary>
    public int PendingBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// True waits for the disk at each commit, so that the ledger outlives a power failure; false hands the
    /// bytes to the operating system, so that it outlives the process.
    /// </summary>
    public bool FlushLedgerToDisk { get; init; }

    /// <summary>
    /// At this many entries new orders are refused with -1008; cancels and fills still go through.
    /// </summary>
    public int LedgerEntriesMax { get; init; } = 20_000_000;
}
