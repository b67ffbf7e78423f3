using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// One instrument of the account: what it holds and reserves, what it is valued at, and what the rules know
/// of its market. Only RiskState and ExposureState write it. Sums only, so that a decision costs the same
/// however many orders work.
/// </summary>
internal sealed class InstrumentRisk(Symbol symbol, InstrumentLimits? limits, ExposureTotal total)
    : ExposureLine(total)
{
    public readonly Symbol Symbol = symbol;

    /// <summary>Each strategy's part, in the order in which they first traded here.</summary>
    public readonly List<StrategyLine> Strategies = [];

    /// <summary>Prices of the account's own resting buys, highest first.</summary>
    public readonly OwnPrices OwnBids = new(Side.Buy);

    /// <summary>Prices of the account's own resting sells, lowest first.</summary>
    public readonly OwnPrices OwnAsks = new(Side.Sell);

    /// <summary>How far the market has moved while the venue averaged its price.</summary>
    public readonly PriceRange Seen = new();

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

    /// <summary>Until when the price is not believed because it has jumped; null while it has not.</summary>
    public TimeSpan? JumpedUntil;

    /// <summary>By how many basis points it jumped last.</summary>
    public decimal JumpedBps;

    /// <summary>Quote asset that working buys may need.</summary>
    public decimal BuyFunds;

    /// <summary>Base asset that working sells may need.</summary>
    public decimal SellFunds;

    public int OpenOrders;
    public int OpenBuys;

    /// <summary>Those of them that wait, or waited, for a stop price.</summary>
    public int ConditionalOrders;

    /// <summary>
    /// Working market orders whose worst price is not known yet, because they were recovered before a quote
    /// came.
    /// </summary>
    public int UnpricedOrders;

    /// <summary>
    /// What it has realised, which of a contract is settled: only the rest of its profit is not in the
    /// balances yet.
    /// </summary>
    public decimal Settled;

    /// <summary>A contract's part of the equity, as it was last added.</summary>
    public decimal Unsettled;

    /// <summary>Messages and trades of the day.</summary>
    public OrderActivity Activity;

    public InstrumentLimits? Limits { get; private set; } = limits;

    public decimal CollarUp { get; private set; } = Up(limits?.CollarBps);

    public decimal CollarDown { get; private set; } = Down(limits?.CollarBps);

    public decimal PassiveUp { get; private set; } = Up(limits?.PassiveCollarBps);

    public decimal PassiveDown { get; private set; } = Down(limits?.PassiveCollarBps);

    public bool IsContract => Rules is { Contract: not ContractKind.Spot };

    public int OpenOrdersOf(Side side) => side == Side.Buy ? OpenBuys : OpenOrders - OpenBuys;

    /// <summary>Limits hold from the next decision on; what is reserved stays as it is.</summary>
    public void Take(InstrumentLimits? limits)
    {
        Limits = limits;
        (CollarUp, CollarDown) = (Up(limits?.CollarBps), Down(limits?.CollarBps));
        (PassiveUp, PassiveDown) = (Up(limits?.PassiveCollarBps), Down(limits?.PassiveCollarBps));
    }

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

    private static decimal Up(decimal? bps) => 1m + (bps ?? 0m) / 10_000m;

    private static decimal Down(decimal? bps) => 1m - (bps ?? 0m) / 10_000m;
}
