using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// One symbol: the liquidity of everybody else, which a market source supplies, and the accounts' own resting
/// orders among it. The make decides how the outside reacts to being taken from.
/// </summary>
internal abstract class SymbolMarket(ListedSymbol listing)
{
    public ListedSymbol Listing { get; } = listing;

    public RestingOrders Bids { get; } = new(Side.Buy);

    public RestingOrders Asks { get; } = new(Side.Sell);

    /// <summary>Orders that wait for the market to trade at their stop price.</summary>
    public StopOrders Stops { get; } = new();

    public AveragePrice Prices { get; } = new(listing.AveragePriceMinutes);

    /// <summary>What was traded, for those who ask afterwards.</summary>
    public TradeTape Tape { get; } = new();

    /// <summary>Who fills the accounts' orders; set when the exchange takes the market in.</summary>
    public Exchange Exchange { get; set; } = null!;

    /// <summary>
    /// False while no orders can be taken: there is no book yet, or the recording has ended.
    /// </summary>
    public abstract bool IsTrading { get; }

    /// <summary>What an administrator decided; the market itself may still be closed.</summary>
    public TradingStatus DecidedStatus { get; set; }

    /// <summary>What the symbol shows to the world.</summary>
    public TradingStatus Status =>
        DecidedStatus == TradingStatus.Trading && !IsTrading ? TradingStatus.Halt : DecidedStatus;

    public RestingOrders Own(Side side) => side == Side.Buy ? Bids : Asks;

    /// <summary>The best outside level of a side from which something can still be taken.</summary>
    public abstract bool TryBestOutside(Side side, out BookLevel level);

    /// <summary>Outside levels, best first, with what can still be taken from each.</summary>
    public abstract IEnumerable<BookLevel> OutsideLevels(Side side);

    /// <summary>The outside size that is displayed at a price, taken from or not.</summary>
    public abstract decimal OutsideSizeAt(Side side, decimal price);

    /// <summary>An account's order took from the outside level.</summary>
    public abstract void TakeOutside(Side side, decimal price, decimal quantity);

    /// <summary>The accounts' size at a price changed.</summary>
    public abstract void OwnSizeChanged(Side side, decimal price);

    /// <summary>A trade with an account's order in it took place.</summary>
    public abstract void Print(
        long tradeId, decimal price, decimal quantity, Side aggressor, DateTimeOffset at);

    public abstract long NextTradeId();

    /// <summary>
    /// The depth that a <c>depth</c> request sees: its update id, then up to <paramref name="limit"/> levels
    /// a side.
    /// </summary>
    public abstract long CopyDepth(int limit, List<BookLevel> bids, List<BookLevel> asks);

    /// <summary>The best of outside and own on a side.</summary>
    public bool TryBest(Side side, out decimal price)
    {
        var own = Own(side);
        var hasOutside = TryBestOutside(side, out var level);
        price = hasOutside ? level.Price.Value : 0m;
        if (own.BestPrice is not { } ownPrice) return hasOutside;
        if (!hasOutside || own.IsBetter(ownPrice, price)) price = ownPrice;
        return true;
    }

    /// <summary>A trade is on the public tape: it moves averages and sets stop orders off.</summary>
    protected void Taped(decimal price, decimal quantity, DateTimeOffset at)
    {
        Prices.Add(price, quantity, at);
        Exchange.Traded(this, price);
    }

    /// <summary>
    /// The outside size at a price shrank without a trade. Nobody knows who left, so it is taken to be those
    /// behind the accounts' orders, until the queue ahead is longer than what is displayed at all.
    /// </summary>
    /// <remarks>
    /// Quotes run ahead of the trades that caused them, so the next trades are held against the shrinking
    /// first.
    /// </remarks>
    protected void OutsideShrank(Side side, decimal price, decimal displayed, TimeSpan marketTime)
    {
        var own = Own(side);
        for (var i = own.FirstAtOrBehind(price); i < own.Count && own[i].Price == price; i++)
        {
            var order = own[i];
            if (order.QueueAhead <= displayed) continue;
            order.QueueUnexplained += order.QueueAhead - displayed;
            order.QueueUnexplainedAt = marketTime;
            order.QueueAhead = displayed;
        }
    }
}
