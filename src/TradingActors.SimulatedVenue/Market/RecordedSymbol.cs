using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// One symbol of a recording. What is published and what a <c>depth</c> request shows is the recording,
/// untouched by the accounts' orders. What they trade against is the recorded depth with the newer of depth
/// and quote as its top, less what they have taken themselves: that comes back only when a level grows.
/// </summary>
internal sealed class RecordedSymbol(
    ListedSymbol listing, SymbolFeed feed, long firstTradeId) : SymbolMarket(listing)
{
    /// <summary>
    /// A quote is at most this far ahead of the trade that changed it; later it is taken for a cancel.
    /// </summary>
    private static readonly TimeSpan TradeFollowsQuote = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SlowInterval = TimeSpan.FromSeconds(1);

    private readonly PriceLadder _bids = new(Side.Buy);
    private readonly PriceLadder _asks = new(Side.Sell);
    private readonly Dictionary<decimal, decimal> _takenBids = [];
    private readonly Dictionary<decimal, decimal> _takenAsks = [];
    private readonly List<BookLevel> _changedBids = [];
    private readonly List<BookLevel> _changedAsks = [];
    private readonly DepthLane _slow = new();
    private long _depthId;
    private long _quoteId;
    private BookLevel _quoteBid;
    private BookLevel _quoteAsk;
    private long _tradeId = firstTradeId;
    private TimeSpan _slowSince;
    private bool _hasEnded;

    public override bool IsTrading => !_hasEnded && (_quoteId > 0 || _depthId > 0);

    /// <summary>True where the recording has aggregate trades of its own, so that none are made up.</summary>
    public bool HasAggregates { get; set; }

    public SymbolFeed Feed { get; } = feed;

    public void End() => _hasEnded = true;

    /// <summary>
    /// The depth snapshot is the book from the start: updates that it already holds are published but not
    /// applied.
    /// </summary>
    public void TakeSnapshot(ReadOnlySpan<byte> data)
    {
        var (_, lastId, _) = RecordedFrames.Depth(data, _changedBids, _changedAsks);
        _bids.Clear();
        _asks.Clear();
        _takenBids.Clear();
        _takenAsks.Clear();
        foreach (var level in _changedBids) _bids.Set(level.Price.Value, level.Size.Value);
        foreach (var level in _changedAsks) _asks.Set(level.Price.Value, level.Size.Value);
        _depthId = lastId;
    }

    public void PlayDepth(ReadOnlySpan<byte> data, TimeSpan marketTime)
    {
        var (firstId, lastId, at) = RecordedFrames.Depth(data, _changedBids, _changedAsks);
        Feed.Raw(MarketMessage.Depth, data);
        PlaySlow(firstId, lastId, at, marketTime);
        if (lastId <= _depthId) return;
        _depthId = lastId;
        foreach (var level in _changedBids) Apply(Side.Buy, level, marketTime);
        foreach (var level in _changedAsks) Apply(Side.Sell, level, marketTime);
    }

    /// <summary>A newer depth, whole as far as it is known; what it does not show is gone.</summary>
    public void ShowDepth(
        long updateId, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks, TimeSpan marketTime)
    {
        if (updateId <= _depthId) return;
        _depthId = updateId;
        Show(Side.Buy, bids, marketTime);
        Show(Side.Sell, asks, marketTime);
    }

    /// <summary>Nobody knows where the market is: no orders are taken until the next quote.</summary>
    public void Hide() => (_quoteId, _depthId) = (0, 0);

    public void PlayQuote(ReadOnlySpan<byte> data, TimeSpan marketTime)
    {
        var (updateId, bid, ask) = RecordedFrames.BookTicker(data);
        Feed.Raw(MarketMessage.BookTicker, data);
        ShowQuote(updateId, bid, ask, marketTime);
    }

    /// <summary>A newer best bid and ask.</summary>
    public void ShowQuote(long updateId, BookLevel bid, BookLevel ask, TimeSpan marketTime)
    {
        if (updateId <= _quoteId) return;
        ForgetTaken(Side.Buy, bid);
        ForgetTaken(Side.Sell, ask);
        _quoteId = updateId;
        _quoteBid = bid;
        _quoteAsk = ask;
        if (_quoteId <= _depthId) return;
        QuoteShrank(Side.Buy, bid.Price.Value, marketTime);
        QuoteShrank(Side.Sell, ask.Price.Value, marketTime);
    }

    public void PlayTrade(ReadOnlySpan<byte> data, TimeSpan marketTime, DateTimeOffset now)
    {
        var trade = RecordedFrames.Trade(data);
        Feed.Raw(MarketMessage.Trade, data);
        ShowTrade(trade, marketTime, now);
    }

    /// <summary>A trade of others: it fills what it would have filled.</summary>
    public void ShowTrade(RecordedTrade trade, TimeSpan marketTime, DateTimeOffset now)
    {
        var aggregate = new AggregateTrade(
            trade.Id, trade.Price, trade.Quantity, trade.Id, trade.Id, trade.IsBuyerMaker);
        Tape.Add(new TapeTrade(trade.Id, trade.Price, trade.Quantity, trade.IsBuyerMaker, trade.AtMs), now);
        Tape.Add(aggregate, trade.AtMs);
        if (!HasAggregates) Feed.AggregateTrade(aggregate, trade.AtMs);
        Taped(trade.Price, trade.Quantity, now);
        var aggressor = trade.IsBuyerMaker ? Side.Sell : Side.Buy;
        ForgetUnexplained(aggressor.Opposite(), trade.Price, marketTime);
        Exchange.FillFromTape(this, aggressor, trade.Price, trade.Quantity, now);
    }

    public override bool TryBestOutside(Side side, out BookLevel level)
    {
        foreach (var best in OutsideLevels(side))
        {
            level = best;
            return true;
        }

        level = default;
        return false;
    }

    public override IEnumerable<BookLevel> OutsideLevels(Side side)
    {
        var ladder = Ladder(side);
        var taken = Taken(side);
        var rank = 0;
        if (_quoteId > _depthId)
        {
            var quote = side == Side.Buy ? _quoteBid : _quoteAsk;
            var left = quote.Size.Value - taken.GetValueOrDefault(quote.Price.Value);
            if (left > 0m) yield return quote with { Size = new Quantity(left) };
            rank = ladder.RankAtOrBehind(quote.Price.Value);
            if (rank < ladder.Count && ladder.PriceAt(rank) == quote.Price.Value) rank++;
        }

        for (; rank < ladder.Count; rank++)
        {
            var left = ladder.SizeOf(rank) - taken.GetValueOrDefault(ladder.PriceAt(rank));
            if (left > 0m) yield return new BookLevel(new Price(ladder.PriceAt(rank)), new Quantity(left));
        }
    }

    public override decimal OutsideSizeAt(Side side, decimal price)
    {
        if (_quoteId <= _depthId) return Ladder(side).SizeAt(price);
        var quote = side == Side.Buy ? _quoteBid : _quoteAsk;
        if (price == quote.Price.Value) return quote.Size.Value;
        return Own(side).IsBetter(price, quote.Price.Value) ? 0m : Ladder(side).SizeAt(price);
    }

    public override void TakeOutside(Side side, decimal price, decimal quantity)
    {
        var taken = Taken(side);
        taken[price] = taken.GetValueOrDefault(price) + quantity;
    }

    public override void OwnSizeChanged(Side side, decimal price)
    {
    }

    /// <summary>Not published: the tape is the recording's.</summary>
    public override void Print(
        long tradeId, decimal price, decimal quantity, Side aggressor, DateTimeOffset at)
    {
    }

    public override long NextTradeId() => _tradeId++;

    public override long CopyDepth(int limit, List<BookLevel> bids, List<BookLevel> asks)
    {
        for (var rank = 0; rank < _bids.Count && rank < limit; rank++) bids.Add(_bids[rank]);
        for (var rank = 0; rank < _asks.Count && rank < limit; rank++) asks.Add(_asks[rank]);
        return _depthId;
    }

    private void Show(Side side, ReadOnlySpan<BookLevel> levels, TimeSpan marketTime)
    {
        var ladder = Ladder(side);
        for (var rank = ladder.Count - 1; rank >= 0; rank--)
            if (!Contains(levels, ladder.PriceAt(rank)))
                Apply(side, new BookLevel(new Price(ladder.PriceAt(rank)), default), marketTime);
        foreach (var level in levels) Apply(side, level, marketTime);
    }

    private static bool Contains(ReadOnlySpan<BookLevel> levels, decimal price)
    {
        foreach (var level in levels)
            if (level.Price.Value == price) return true;
        return false;
    }

    private void Apply(Side side, BookLevel level, TimeSpan marketTime)
    {
        var price = level.Price.Value;
        ForgetTaken(side, level);
        var before = Ladder(side).Set(price, level.Size.Value);
        if (level.Size.Value < before) OutsideShrank(side, price, OutsideSizeAt(side, price), marketTime);
    }

    /// <summary>
    /// At the quote's price its size counts, at better prices there is nothing: the queues there can only be
    /// shorter.
    /// </summary>
    private void QuoteShrank(Side side, decimal price, TimeSpan marketTime)
    {
        var own = Own(side);
        for (var i = 0; i < own.Count && !own.IsBetter(price, own[i].Price); i++)
            OutsideShrank(side, own[i].Price, OutsideSizeAt(side, own[i].Price), marketTime);
    }

    /// <summary>
    /// What an account took comes back when the level grows or goes, and is never more than the level shows.
    /// </summary>
    private void ForgetTaken(Side side, BookLevel level)
    {
        var taken = Taken(side);
        if (taken.Count == 0 || !taken.TryGetValue(level.Price.Value, out var amount)) return;
        var size = level.Size.Value;
        if (size == 0m || size > OutsideSizeAt(side, level.Price.Value)) taken.Remove(level.Price.Value);
        else taken[level.Price.Value] = Math.Min(amount, size);
    }

    private void ForgetUnexplained(Side side, decimal price, TimeSpan marketTime)
    {
        var own = Own(side);
        for (var i = own.FirstAtOrBehind(price); i < own.Count && own[i].Price == price; i++)
            if (marketTime - own[i].QueueUnexplainedAt > TradeFollowsQuote) own[i].QueueUnexplained = 0m;
    }

    private void PlaySlow(long firstId, long lastId, long atMs, TimeSpan marketTime)
    {
        _slow.Extend(firstId, lastId);
        foreach (var level in _changedBids)
            _slow.Change(Side.Buy, level.Price.Value, level.Size.Value, firstId, lastId);
        foreach (var level in _changedAsks)
            _slow.Change(Side.Sell, level.Price.Value, level.Size.Value, firstId, lastId);
        if (marketTime - _slowSince < SlowInterval) return;
        _slowSince = marketTime;
        Feed.Depth(MarketMessage.DepthSlow, _slow, atMs);
        _slow.Clear();
    }

    private PriceLadder Ladder(Side side) => side == Side.Buy ? _bids : _asks;

    private Dictionary<decimal, decimal> Taken(Side side) => side == Side.Buy ? _takenBids : _takenAsks;
}
