namespace TradingActors.SimulatedVenue;

/// <summary>
/// Makes up a symbol from its name: prices of known assets are about right, everything else follows from them
/// as it does for the pairs of real exchanges.
/// </summary>
internal static class SymbolCatalog
{
    /// <summary>What a usual trade and a usual level of the book are worth, in dollars.</summary>
    private const decimal TradeValue = 120m;

    private const decimal LevelValue = 30_000m;
    private const decimal NotionalMin = 5m;
    private const decimal NotionalMax = 9_000_000m;
    private const decimal LotsMax = 900_000_000m;
    private const decimal MarketLotsMax = 12_000_000m;
    private const decimal SmallestStep = 0.00000001m;

    private static readonly Dictionary<string, decimal> DollarPrices = new(StringComparer.Ordinal)
    {
        ["USDT"] = 1m,
        ["USDC"] = 1m,
        ["FDUSD"] = 1m,
        ["TUSD"] = 1m,
        ["BUSD"] = 1m,
        ["DAI"] = 1m,
        ["USD"] = 1m,
        ["EUR"] = 1.08m,
        ["GBP"] = 1.27m,
        ["TRY"] = 0.03m,
        ["BRL"] = 0.18m,
        ["JPY"] = 0.0066m,
        ["BTC"] = 60_000m,
        ["ETH"] = 2_500m,
        ["BNB"] = 600m,
        ["SOL"] = 150m,
        ["XRP"] = 0.6m,
        ["ADA"] = 0.45m,
        ["DOGE"] = 0.12m,
        ["LTC"] = 80m,
        ["BCH"] = 350m,
        ["DOT"] = 6m,
        ["LINK"] = 14m,
        ["AVAX"] = 30m,
        ["TRX"] = 0.15m,
        ["TON"] = 6m,
        ["SHIB"] = 0.000018m,
        ["UNI"] = 8m,
        ["ATOM"] = 7m,
        ["ETC"] = 22m,
        ["XLM"] = 0.1m,
        ["NEAR"] = 5m,
        ["APT"] = 8m,
        ["ARB"] = 0.7m,
        ["OP"] = 1.6m,
        ["SUI"] = 1.8m,
        ["FIL"] = 4m,
        ["AAVE"] = 140m,
        ["XMR"] = 160m,
        ["PEPE"] = 0.000009m,
    };

    /// <summary>Longest first, so that BTCUSDT is not split at USD or DT.</summary>
    private static readonly string[] Quotes =
    [
        "FDUSD", "USDT", "USDC", "TUSD", "BUSD", "DAI", "BTC", "ETH", "BNB", "EUR", "GBP", "TRY", "BRL",
        "JPY", "USD",
    ];

    public static bool TryCreate(string symbol, out GeneratedSymbolSettings settings, out string why)
    {
        foreach (var known in GeneratedSymbolSettings.Default)
            if (known.Listing.Symbol == symbol)
            {
                settings = known;
                why = "";
                return true;
            }

        settings = null!;
        why = $"'{symbol}' is not a symbol: write base and quote asset in one word, such as BTCUSDT; "
            + $"known quote assets are {string.Join(", ", Quotes)}";
        if (symbol.Length > 20 || !symbol.All(char.IsAsciiLetterOrDigit)) return false;
        foreach (var quote in Quotes)
            if (symbol.Length > quote.Length && symbol.EndsWith(quote, StringComparison.Ordinal))
            {
                settings = Create(symbol, symbol[..^quote.Length], quote);
                why = "";
                return true;
            }

        return false;
    }

    private static GeneratedSymbolSettings Create(string symbol, string asset, string quote)
    {
        var assetDollars = DollarPrices.GetValueOrDefault(asset, 1m);
        var quoteDollars = DollarPrices[quote];
        var price = assetDollars / quoteDollars;
        var tick = Math.Clamp(PowerOfTenAtMost(price) / 1_000m, SmallestStep, 0.01m);
        var dollarsWorth = Math.Max(PowerOfTenAtMost(1m / assetDollars), 0.00001m);
        var lot = Math.Min(dollarsWorth, 1m);
        var isDollar = quoteDollars is > 0.5m and < 2m;
        var listing = new ListedSymbol(symbol, asset, quote)
        {
            PriceMin = tick,
            PriceMax = Math.Max(1_000_000m, PowerOfTenAtMost(price) * 1_000m),
            Tick = tick,
            QuantityMin = lot,
            QuantityMax = dollarsWorth * LotsMax,
            Lot = lot,
            MarketQuantityMax = dollarsWorth * MarketLotsMax,
            NotionalMin = isDollar ? NotionalMin : PowerOfTenAtMost(NotionalMin / quoteDollars) * 10m,
            NotionalMax = isDollar ? NotionalMax : PowerOfTenAtMost(NotionalMax / quoteDollars),
        };
        return new GeneratedSymbolSettings(listing, Math.Max(Rounded(price, tick), tick * 10m))
        {
            TradeSize = Math.Max(Rounded(TradeValue / assetDollars, lot), lot),
            LevelSize = Math.Max(Rounded(LevelValue / assetDollars, lot), lot),
        };
    }

    private static decimal Rounded(decimal value, decimal step) => Math.Floor(value / step) * step;

    /// <summary>The largest power of ten that is not above the value.</summary>
    private static decimal PowerOfTenAtMost(decimal value)
    {
        var power = 1m;
        while (power > value) power /= 10m;
        while (power * 10m <= value) power *= 10m;
        return power;
    }
}
