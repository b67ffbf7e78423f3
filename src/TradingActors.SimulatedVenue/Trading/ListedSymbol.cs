using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// A symbol and its filters, as <c>exchangeInfo</c> shows them. A limit of zero is switched off.
/// </summary>
public sealed record ListedSymbol(string Symbol, string Base, string Quote)
{
    private static readonly string[] KnownQuotes =
        ["USDT", "USDC", "FDUSD", "TUSD", "BTC", "ETH", "BNB", "EUR", "TRY", "USD"];

    public decimal PriceMin { get; init; } = 0.01m;

    public decimal PriceMax { get; init; } = 1_000_000m;

    public decimal Tick { get; init; } = 0.01m;

    public decimal QuantityMin { get; init; } = 0.00001m;

    public decimal QuantityMax { get; init; } = 9_000m;

    public decimal Lot { get; init; } = 0.00001m;

    public decimal MarketQuantityMin { get; init; }

    public decimal MarketQuantityMax { get; init; } = 120m;

    public decimal MarketLot { get; init; }

    public decimal NotionalMin { get; init; } = 5m;

    public decimal NotionalMax { get; init; } = 9_000_000m;

    public bool NotionalMinAppliesToMarket { get; init; } = true;

    public bool NotionalMaxAppliesToMarket { get; init; }

    public int OpenOrdersMax { get; init; } = 200;

    /// <summary>Open stop and take-profit orders an account.</summary>
    public int AlgoOrdersMax { get; init; } = 5;

    /// <summary>The base asset that an account may hold, its open buys included.</summary>
    public decimal PositionMax { get; init; }

    /// <summary>How often one order may be amended.</summary>
    public int AmendsMax { get; init; } = 10;

    public EnumSet<OrderType> Types { get; init; } = EnumSet.All<OrderType>();

    /// <summary>What an order that says nothing about self-trades gets.</summary>
    public SelfTradeMode SelfTradeDefault { get; init; } = SelfTradeMode.ExpireMaker;

    public EnumSet<SelfTradeMode> SelfTradeModes { get; init; } = EnumSet.All<SelfTradeMode>();

    /// <summary>Upper and lower bounds of a buy's price as multiples of the average price.</summary>
    public decimal BidMultiplierUp { get; init; } = 5m;

    public decimal BidMultiplierDown { get; init; } = 0.2m;

    /// <summary>Upper and lower bounds of a sell's price as multiples of the average price.</summary>
    public decimal AskMultiplierUp { get; init; } = 5m;

    public decimal AskMultiplierDown { get; init; } = 0.2m;

    /// <summary>The minutes over which the average price is taken.</summary>
    public int AveragePriceMinutes { get; init; } = 5;

    public static ListedSymbol Btcusdt { get; } = new("BTCUSDT", "BTC", "USDT");

    public static ListedSymbol Ethusdt { get; } = new("ETHUSDT", "ETH", "USDT")
    {
        QuantityMin = 0.0001m,
        Lot = 0.0001m,
        MarketQuantityMax = 2_500m,
    };

    /// <summary>The listing of a name: a known one, or base and quote split at a known quote asset.</summary>
    public static ListedSymbol For(string symbol)
    {
        if (symbol == Btcusdt.Symbol) return Btcusdt;
        if (symbol == Ethusdt.Symbol) return Ethusdt;
        foreach (var quote in KnownQuotes)
            if (symbol.Length > quote.Length && symbol.EndsWith(quote, StringComparison.Ordinal))
                return new ListedSymbol(symbol, symbol[..^quote.Length], quote);
        return new ListedSymbol(symbol, symbol, "USDT");
    }
}
