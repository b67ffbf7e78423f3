using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>Total and reserved amount of one asset.</summary>
internal sealed class AssetRisk
{
    public decimal Total;
    public decimal Reserved;

    public decimal Free => Total - Reserved;
}

/// <summary>
/// What one instrument holds and reserves, and what it is valued at. Only RiskState writes it. Base asset
/// quantities unless said otherwise; sums only, so that a decision costs the same however many orders work.
/// </summary>
internal sealed class InstrumentRisk(Symbol symbol, InstrumentLimits? limits)
{
    public readonly Symbol Symbol = symbol;
    public readonly InstrumentLimits? Limits = limits;
    public readonly decimal CollarUp = 1m + (limits?.CollarBps ?? 0m) / 10_000m;
    public readonly decimal CollarDown = 1m - (limits?.CollarBps ?? 0m) / 10_000m;
    public readonly decimal PassiveUp = 1m + (limits?.PassiveCollarBps ?? 0m) / 10_000m;
    public readonly decimal PassiveDown = 1m - (limits?.PassiveCollarBps ?? 0m) / 10_000m;

    /// <summary>The venue's rules, null while they are unknown.</summary>
    public Instrument? Rules;

    public AssetRisk? Base;
    public AssetRisk? Quote;

    public bool HasQuote;
    public bool IsQuoteSound;
    public TimeSpan QuoteAt;

    /// <summary>
    /// Middle of the newest sound quote; zero while there was none. Also what the instrument is valued at.
    /// </summary>
    public decimal Mark;

    /// <summary>Best prices of the newest sound quote; zero while there was none.</summary>
    public decimal Bid;

    /// <inheritdoc cref="Bid"/>
    public decimal Ask;

    /// <summary>How far the market has moved while the venue averaged its price.</summary>
    public readonly PriceRange Seen = new();

    public decimal Position;
    public decimal ReservedBuy;
    public decimal ReservedSell;

    /// <summary>Quote asset that working buys may need.</summary>
    public decimal BuyFunds;

    /// <summary>Base asset that working sells may need.</summary>
    public decimal SellFunds;

    public int OpenOrders;

    /// <summary>Those of them that wait, or waited, for a stop price.</summary>
    public int ConditionalOrders;

    /// <summary>
    /// Working market orders whose worst price is not known yet, because they were recovered before a quote
    /// came.
    /// </summary>
    public int UnpricedOrders;

    /// <summary>This instrument's part of the account's gross exposure, as it was last added.</summary>
    public decimal Gross;

    /// <summary>Something is held or reserved that cannot be valued.</summary>
    public bool IsUnvalued;

    /// <summary>The larger of the positions with every working buy, or every working sell, filled.</summary>
    public decimal WorstQuantity(decimal moreBuy = 0m, decimal moreSell = 0m) => Math.Max(
        Math.Abs(Position + ReservedBuy + moreBuy),
        Math.Abs(Position - ReservedSell - moreSell));

    /// <summary>
    /// True when the order makes the position smaller without changing its sign, with every other working
    /// order on its side filled as well. An order that it replaces does not count beside it: the venue takes
    /// the new one only when the old one is gone, so the larger of the two is the worst.
    /// </summary>
    public bool Reduces(Side side, decimal quantity, decimal replaced)
    {
        var reserved = side == Side.Buy ? ReservedBuy : ReservedSell;
        var closes = reserved - replaced + Math.Max(quantity, replaced);
        return side == Side.Buy ? Position < 0m && closes <= -Position : Position > 0m && closes <= Position;
    }
}
