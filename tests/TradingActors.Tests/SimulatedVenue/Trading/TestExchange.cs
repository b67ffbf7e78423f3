using System.Globalization;
using System.Text;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using VenueLedger = TradingActors.SimulatedVenue.Ledger;

namespace TradingActors.Tests.SimulatedVenue.Trading;

/// <summary>An exchange with one market whose quotes, depth and trades the test dictates.</summary>
internal sealed class TestExchange : IExchangeListener
{
    private readonly Exchange _exchange;
    private readonly VenueLedger _ledger = new(new MemoryLedgerStore(), []);
    private readonly RecordedSymbol _market;
    private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan _marketTime;
    private long _updateId = 100;
    private long _tradeId = 1;

    public TestExchange(params string[] accounts)
    {
        var settings = new SimulatedVenueSettings();
        var hub = new StreamHub(new TurnOutbox(), new MarketCounters());
        _market = new RecordedSymbol(
            ListedSymbol.Btcusdt, new SymbolFeed(hub, "BTCUSDT"), TradeIds.FirstBesideRecording(1));
        _exchange = new Exchange(State, _ledger, settings, [_market], this);
        foreach (var account in accounts.Length == 0 ? ["main"] : accounts)
            _exchange.Open(new VenueAccountSettings { Name = account, ApiKey = account }, _now);
        Book([("99", "1"), ("98", "2")], [("101", "1"), ("102", "2"), ("103", "10")]);
    }

    public ExchangeState State { get; } = new();

    public List<LedgerEntry> Entries { get; } = [];

    public VenueAccount Account(string name = "main") => State.Accounts[name];

    public IEnumerable<OrderFilled> Fills => Entries.OfType<OrderFilled>();

    public LedgerReport Judge(string account = "main")
    {
        _ledger.Commit();
        return JudgeRules.Report(account, _ledger.EntriesOf(account));
    }

    public PlaceOutcome Place(
        Side side,
        string quantity,
        string? price = null,
        OrderType type = OrderType.Limit,
        TimeInForce timeInForce = TimeInForce.Gtc,
        string id = "",
        string account = "main",
        string quoteQuantity = "0",
        SelfTradeMode selfTrade = SelfTradeMode.None,
        string stopPrice = "0")
    {
        if (id.Length == 0) id = FormattableString.Invariant($"o{State.LastOrderId + 1}");
        if (price is null && type == OrderType.Limit) type = OrderType.Market;
        var order = new NewOrder(
            id, side, type, timeInForce, Number(price ?? "0"), Number(quantity), Number(quoteQuantity))
        {
            SelfTrade = selfTrade,
            StopPrice = Number(stopPrice),
        };
        return _exchange.Place(Account(account), _market, order, _now);
    }

    public CancelOutcome Cancel(string id, string account = "main", VenueOrderStatus? only = null) =>
        _exchange.Cancel(Account(account), "BTCUSDT", null, id, null, only, _now);

    /// <summary>What does not hold between the entries so far.</summary>
    public IReadOnlyList<string> Audit()
    {
        _ledger.Commit();
        return LedgerAuditRules.Problems(_ledger.All());
    }

    /// <summary>The accounts' best resting prices; null for a side without any.</summary>
    public (decimal? Bid, decimal? Ask) OwnBest => (_market.Bids.BestPrice, _market.Asks.BestPrice);

    public VenueError? Amend(VenueOrder order, decimal quantity, string newId) => _exchange.Amend(
        Account(order.Account), _market, order, quantity, newId, _now);

    public bool SetStatus(TradingStatus status) => _exchange.SetStatus("BTCUSDT", status, _now);

    public void Book((string Price, string Size)[] bids, (string Price, string Size)[] asks)
    {
        _updateId++;
        _market.TakeSnapshot(Utf8(
            $$"""{"lastUpdateId":{{_updateId}},"bids":[{{Levels(bids)}}],"asks":[{{Levels(asks)}}]}"""));
    }

    public void Depth((string Price, string Size)[] bids, (string Price, string Size)[] asks)
    {
        var first = ++_updateId;
        _market.PlayDepth(
            Utf8($$"""{"e":"depthUpdate","E":1,"U":{{first}},"u":{{_updateId}},"b":[{{Levels(
                bids)}}],"a":[{{Levels(asks)}}]}"""),
            _marketTime);
    }

    public void Quote(string bid, string bidSize, string ask, string askSize)
    {
        _updateId++;
        _market.PlayQuote(
            Utf8($$"""{"u":{{_updateId}},"s":"BTCUSDT","b":"{{bid}}","B":"{{bidSize}}","a":"{{ask}}","A":"{{askSize}}"}"""),
            _marketTime);
    }

    /// <summary>A trade on the tape; the aggressor is the side that took.</summary>
    public void Trade(Side aggressor, string price, string quantity)
    {
        var isBuyerMaker = aggressor == Side.Sell ? "true" : "false";
        _market.PlayTrade(
            Utf8($$"""{"e":"trade","E":1,"t":{{_tradeId++}},"p":"{{price}}","q":"{{quantity}}","T":1,"m":{{isBuyerMaker}}}"""),
            _marketTime,
            _now);
    }

    public void Wait(TimeSpan span)
    {
        _now += span;
        _marketTime += span;
    }

    void IExchangeListener.Recorded(LedgerEntry entry, VenueOrder? order) => Entries.Add(entry);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Levels((string Price, string Size)[] levels) =>
        string.Join(',', levels.Select(level => $"""["{level.Price}","{level.Size}"]"""));
}
