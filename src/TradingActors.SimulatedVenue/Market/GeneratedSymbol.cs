using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// One made-up symbol. Its book is real: outsiders' market orders, the accounts' orders and requotes all meet
/// in it, and every stream tells the same story. How outsiders behave is <see cref="GeneratedFlow"/>'s
/// business.
/// </summary>
internal sealed class GeneratedSymbol : SymbolMarket
{
    private readonly PriceLadder _bids = new(Side.Buy);
    private readonly PriceLadder _asks = new(Side.Sell);
    private readonly DepthLane _fast = new();
    private readonly DepthLane _slow = new();
    private readonly SymbolFeed _feed;
    private readonly GeneratedFlow _flow;
    private readonly TimeSpan _step;
    private long _updateId;
    private long _tradeId;
    private long _aggregateId;
    private AggregateTrade _aggregate;
    private DateTimeOffset _at;
    private TimeSpan _sinceFast;
    private TimeSpan _sinceSlow;
    private BookLevel _topBid;
    private BookLevel _topAsk;
    private bool _topMayHaveChanged;

    public GeneratedSymbol(
        GeneratedSymbolSettings settings, TimeSpan step, SeededRandom random, long firstId, SymbolFeed feed)
        : base(settings.Listing)
    {
        _feed = feed;
        _step = step;
        _updateId = firstId;
        _tradeId = firstId;
        _aggregateId = firstId;
        _flow = new GeneratedFlow(this, settings, step, random);
    }

    public override bool IsTrading => true;

    public PriceLadder Outside(Side side) => side == Side.Buy ? _bids : _asks;

    /// <summary>Lays the first book down, before anybody listens.</summary>
    public void Start(DateTimeOffset at)
    {
        _at = at;
        _flow.Start();
        _fast.Clear();
        _slow.Clear();
        Settle();
    }

    public void Step(DateTimeOffset at)
    {
        _at = at;
        if (Status == TradingStatus.Trading) _flow.Step(at);
        Settle();
        if ((_sinceFast += _step) >= TimeSpan.FromMilliseconds(100))
            Flush(_fast, MarketMessage.Depth, ref _sinceFast);
        if ((_sinceSlow += _step) >= TimeSpan.FromSeconds(1))
            Flush(_slow, MarketMessage.DepthSlow, ref _sinceSlow);
    }

    /// <summary>Ends the running aggregate trade and tells the top of the book where it changed.</summary>
    public void Settle()
    {
        FlushAggregate();
        if (!_topMayHaveChanged) return;
        _topMayHaveChanged = false;
        if (!TryTop(Side.Buy, out var bid) || !TryTop(Side.Sell, out var ask)) return;
        if (bid == _topBid && ask == _topAsk) return;
        _topBid = bid;
        _topAsk = ask;
        _feed.BookTicker(_updateId, bid, ask);
    }

    public void SetOutside(Side side, decimal price, decimal size)
    {
        var before = Outside(side).Set(price, size);
        if (before == size) return;
        if (size < before) OutsideShrank(side, price, size, TimeSpan.Zero);
        Changed(side, price);
    }

    public override bool TryBestOutside(Side side, out BookLevel level)
    {
        var ladder = Outside(side);
        level = ladder.Count > 0 ? ladder[0] : default;
        return ladder.Count > 0;
    }

    public override IEnumerable<BookLevel> OutsideLevels(Side side)
    {
        var ladder = Outside(side);
        for (var rank = 0; rank < ladder.Count; rank++) yield return ladder[rank];
    }

    public override decimal OutsideSizeAt(Side side, decimal price) => Outside(side).SizeAt(price);

    public override void TakeOutside(Side side, decimal price, decimal quantity)
    {
        var ladder = Outside(side);
        ladder.Set(price, ladder.SizeAt(price) - quantity);
        Changed(side, price);
    }

    public override void OwnSizeChanged(Side side, decimal price) => Changed(side, price);

    public override void Print(
        long tradeId, decimal price, decimal quantity, Side aggressor, DateTimeOffset at)
    {
        _at = at;
        Taped(price, quantity, at);
        var isBuyerMaker = aggressor == Side.Sell;
        if (_aggregate.Price != price || _aggregate.IsBuyerMaker != isBuyerMaker) FlushAggregate();
        _aggregate = _aggregate.Quantity > 0m
            ? _aggregate with { Quantity = _aggregate.Quantity + quantity, LastTradeId = tradeId }
            : new AggregateTrade(_aggregateId++, price, quantity, tradeId, tradeId, isBuyerMaker);
        Tape.Add(new TapeTrade(tradeId, price, quantity, isBuyerMaker, at.ToUnixTimeMilliseconds()), at);
        _feed.Trade(tradeId, price, quantity, isBuyerMaker, at.ToUnixTimeMilliseconds());
    }

    public override long NextTradeId() => _tradeId++;

    public override long CopyDepth(int limit, List<BookLevel> bids, List<BookLevel> asks)
    {
        CopySide(Side.Buy, limit, bids);
        CopySide(Side.Sell, limit, asks);
        return _updateId;
    }

    private void CopySide(Side side, int limit, List<BookLevel> levels)
    {
        var ladder = Outside(side);
        var own = Own(side);
        int rank = 0, index = 0;
        while (levels.Count < limit && (rank < ladder.Count || index < own.Count))
        {
            var price = rank < ladder.Count ? ladder.PriceAt(rank) : own[index].Price;
            if (index < own.Count && own.IsBetter(own[index].Price, price)) price = own[index].Price;
            levels.Add(new BookLevel(new Price(price), new Quantity(Displayed(side, price))));
            if (rank < ladder.Count && ladder.PriceAt(rank) == price) rank++;
            while (index < own.Count && own[index].Price == price) index++;
        }
    }

    private decimal Displayed(Side side, decimal price) =>
        Outside(side).SizeAt(price) + Own(side).SizeAt(price);

    private bool TryTop(Side side, out BookLevel level)
    {
        var hasTop = TryBest(side, out var price);
        level = hasTop ? new BookLevel(new Price(price), new Quantity(Displayed(side, price))) : default;
        return hasTop;
    }

    private void Changed(Side side, decimal price)
    {
        _updateId++;
        var size = Displayed(side, price);
        _fast.Change(side, price, size, _updateId, _updateId);
        _slow.Change(side, price, size, _updateId, _updateId);
        _topMayHaveChanged = true;
    }

    private void Flush(DepthLane lane, MarketMessage kind, ref TimeSpan since)
    {
        since = TimeSpan.Zero;
        if (!lane.HasChanges) return;
        _feed.Depth(kind, lane, _at.ToUnixTimeMilliseconds());
        lane.Clear();
    }

    private void FlushAggregate()
    {
        if (_aggregate.Quantity == 0m) return;
        Tape.Add(_aggregate, _at.ToUnixTimeMilliseconds());
        _feed.AggregateTrade(_aggregate, _at.ToUnixTimeMilliseconds());
        _aggregate = default;
    }
}
