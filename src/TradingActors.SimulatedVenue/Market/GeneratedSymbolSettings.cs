namespace TradingActors.SimulatedVenue;

/// <summary>How one symbol of the generated market behaves.</summary>
public sealed record GeneratedSymbolSettings(ListedSymbol Listing, decimal StartPrice)
{
    /// <summary>Trades a second when nothing excites the market.</summary>
    public double TradesPerSecond { get; init; } = 4;

    /// <summary>How far the fair price strays in a second, in basis points.</summary>
    public double VolatilityBps { get; init; } = 0.6;

    /// <summary>Half of the quiet market's spread, in ticks.</summary>
    public double HalfSpreadTicks { get; init; } = 2;

    /// <summary>The smallest usual size of a trade, in base asset.</summary>
    public decimal TradeSize { get; init; } = 0.002m;

    /// <summary>The usual size of a level, in base asset.</summary>
    public decimal LevelSize { get; init; } = 0.5m;

    /// <summary>
    /// Settings for any name of a base and a known quote asset: a price that is about right for known assets
    /// and 1 for others, with filters and sizes to go with it.
    /// </summary>
    public static bool TryCreate(string symbol, out GeneratedSymbolSettings settings, out string why) =>
        SymbolCatalog.TryCreate(symbol, out settings, out why);

    public static IReadOnlyList<GeneratedSymbolSettings> Default { get; } =
    [
        new(ListedSymbol.Btcusdt, 60_000m) { HalfSpreadTicks = 5 },
        new(ListedSymbol.Ethusdt, 2_500m) { TradeSize = 0.02m, LevelSize = 8m },
    ];
}
