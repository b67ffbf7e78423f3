using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Node.Summaries;
using TradingActors.SimulatedVenue;
using Xunit;
using OrderAccepted = TradingActors.Engine.Journal.OrderAccepted;
using OrderFilled = TradingActors.Engine.Journal.OrderFilled;

namespace TradingActors.Tests.Node.Summaries;

public class LedgerComparisonTests
{
    private static readonly Symbol Btc = new("BTCUSDT");

    private readonly AccountBooks _books = new("main");
    private LedgerReport _ledger = new(
        "main", 9,
        [
            new LedgerReport.AssetLine("BTC", 1m, 0m, 2m, 0m, 3m, 0m),
            new LedgerReport.AssetLine("USDT", 1_000m, 0m, -200m, 0.2m, 700m, 99.8m),
        ],
        [new LedgerReport.PositionLine("BTCUSDT", 2m, 0m, 2m, 2m, 200m, 0m)],
        [Order("t1-1-1", status: VenueOrderStatus.Filled, filled: 2m)],
        [Fill(1, 2m, 100m)],
        new LedgerReport.CountLine(1, 0, 1, 0, 0, 0, 1, 0, 0));

    public LedgerComparisonTests()
    {
        Book(new OpeningBalancesTaken(
            [new OpeningBalance(new Asset("BTC"), 1m), new OpeningBalance(new Asset("USDT"), 1_000m)], [],
                Samples.At));
        Intend("t1-1-1", 2m);
        Book(new OrderAccepted(new VenueClientId("t1-1-1"), new VenueOrderId("1"), Samples.At));
        Book(Filled("t1-1-1", 1, 2m, 100m));
    }

    [Fact]
    public void equal_books_have_no_difference() => Assert.Empty(Compare());

    [Fact]
    public void an_order_refused_or_never_sent_is_no_difference()
    {
        Intend("t1-1-2", 1m);
        Book(new OrderNotSent(new VenueClientId("t1-1-2"), "HALTED", "", Samples.At));
        Intend("t1-1-3", 1m);
        Book(new OrderRejectedByVenue(new VenueClientId("t1-1-3"), "-2010", "", Samples.At));
        _ledger = _ledger with
        {
            Orders = [.. _ledger.Orders, Order("t1-1-3", accepted: 0, status: VenueOrderStatus.Rejected)],
        };

        Assert.Empty(Compare());
    }

    [Fact]
    public void a_balance_that_differs()
    {
        _ledger = _ledger with { Balances = [_ledger.Balances[0], _ledger.Balances[1] with { Free = 699m }] };

        Assert.Equal(
            new LedgerDifference("main", "balance", "USDT", "799.8", "798.8"), Assert.Single(Compare()));
    }

    [Fact]
    public void an_asset_that_only_one_side_has()
    {
        _ledger = _ledger with
        {
            Balances =
            [.. _ledger.Balances, new LedgerReport.AssetLine("ETH", 0m, 5m, 0m, 0m, 5m, 0m)]
        };

        Assert.Equal(new LedgerDifference("main", "balance", "ETH", "0", "5"), Assert.Single(Compare()));
    }

    [Fact]
    public void a_fill_that_the_engine_missed()
    {
        _ledger = _ledger with
        {
            Fills = [.. _ledger.Fills, Fill(2, 1m, 101m)],
            Orders = [_ledger.Orders[0] with { FilledOfAll = 3m }],
        };

        Assert.Equal(
            [
                new LedgerDifference("main", "position", "BTCUSDT", "2", "3"),
                new LedgerDifference("main", "fill", "BTCUSDT/2", "missing", "Buy 1 at 101"),
                new LedgerDifference("main", "filled quantity", "t1-1-1", "2", "3"),
            ],
            Compare());
    }

    [Fact]
    public void a_fill_that_the_venue_never_made()
    {
        _ledger = _ledger with { Fills = [] };

        Assert.Contains(
            new LedgerDifference("main", "fill", "BTCUSDT/1", "Buy 2 at 100", "missing"), Compare());
    }

    [Fact]
    public void a_fill_at_another_price()
    {
        _ledger = _ledger with { Fills = [Fill(1, 2m, 99m)] };

        Assert.Equal(new LedgerDifference("main", "fill", "BTCUSDT/1", "Buy 2 at 100", "Buy 2 at 99"),
            Assert.Single(Compare()));
    }

    [Fact]
    public void a_fill_with_another_fee()
    {
        _ledger = _ledger with { Fills = [Fill(1, 2m, 100m) with { Fee = 0.3m }] };

        var difference = Assert.Single(Compare());
        Assert.Equal(("fill", "Buy 2 at 100 fee 0.2", "Buy 2 at 100 fee 0.3"),
            (difference.What, difference.Engine, difference.Venue));
    }

    [Fact]
    public void fills_from_before_the_takeover_are_in_the_opening_balances_and_not_compared()
    {
        var books = new AccountBooks("main");
        books.Apply(new OpeningBalancesTaken(
            [new OpeningBalance(new Asset("BTC"), 3m), new OpeningBalance(new Asset("USDT"), 799.8m)],
            [new TradesSeen(Btc, new TradeId(1))], Samples.At));
        _ledger = _ledger with { Orders = [] };

        Assert.Empty(LedgerComparison.Compare(books, _ledger));
    }

    [Fact]
    public void an_account_that_was_never_opened_has_no_word_on_balances_but_on_orders()
    {
        var books = new AccountBooks("main");

        Assert.Empty(LedgerComparison.Compare(books, _ledger with { Orders = [], Fills = [] }));
        Assert.Contains(LedgerComparison.Compare(books, _ledger), d => d.Engine == "never approved");
    }

    [Fact]
    public void the_two_sides_of_a_trade_with_oneself_are_two_fills()
    {
        _ledger = _ledger with { Fills = [.. _ledger.Fills, Fill(1, 2m, 100m) with { Side = Side.Sell }] };

        Assert.Contains(
            new LedgerDifference("main", "fill", "BTCUSDT/1", "missing", "Sell 2 at 100"), Compare());
    }

    [Fact]
    public void an_order_that_was_accepted_twice()
    {
        _ledger = _ledger with { Orders = [_ledger.Orders[0] with { AcceptCount = 2 }] };

        Assert.Equal(new LedgerDifference("main", "order", "t1-1-1", "one intent", "accepted 2 times"),
            Assert.Single(Compare()));
    }

    [Fact]
    public void an_order_that_nobody_approved()
    {
        _ledger = _ledger with { Orders = [.. _ledger.Orders, Order("rogue")] };

        Assert.Equal(new LedgerDifference("main", "order", "rogue", "never approved", "accepted, New"),
            Assert.Single(Compare()));
    }

    [Fact]
    public void an_external_order_is_not_the_engines()
    {
        _ledger = _ledger with { Orders = [.. _ledger.Orders, Order("web-1") with { IsExternal = true }] };

        Assert.Empty(Compare());
    }

    [Fact]
    public void an_order_that_the_engine_believes_never_left()
    {
        Intend("t1-1-2", 1m);
        Book(new OrderNotSent(new VenueClientId("t1-1-2"), "HALTED", "", Samples.At));
        _ledger = _ledger with { Orders = [.. _ledger.Orders, Order("t1-1-2")] };

        Assert.Equal(new LedgerDifference("main", "order", "t1-1-2", "NotSent", "accepted, New"),
            Assert.Single(Compare()));
    }

    [Fact]
    public void an_order_that_the_venue_does_not_know()
    {
        Intend("t1-1-2", 1m);
        Book(new OrderAccepted(new VenueClientId("t1-1-2"), new VenueOrderId("2"), Samples.At));

        Assert.Equal(
            new LedgerDifference("main", "order", "t1-1-2", "accepted, Accepted", "not in the ledger"),
            Assert.Single(Compare()));
    }

    [Fact]
    public void an_order_that_only_one_side_believes_open()
    {
        Intend("t1-1-2", 1m);
        Book(new OrderAccepted(new VenueClientId("t1-1-2"), new VenueOrderId("2"), Samples.At));
        _ledger = _ledger
            with
        { Orders = [.. _ledger.Orders, Order("t1-1-2", status: VenueOrderStatus.Canceled)] };

        Assert.Equal(new LedgerDifference("main", "order", "t1-1-2", "open, Accepted", "ended, Canceled"),
            Assert.Single(Compare()));
    }

    [Fact]
    public void the_same_fill_journaled_twice_counts_once()
    {
        Book(Filled("t1-1-1", 1, 2m, 100m));

        Assert.Empty(Compare());
    }

    [Fact]
    public void lists_no_more_differences_than_a_person_can_read()
    {
        _ledger = _ledger with { Orders = [.. Enumerable.Range(0, 1_000).Select(i => Order($"rogue-{i}"))] };

        Assert.Equal(LedgerComparison.DifferencesMax, Compare().Count);
    }

    private IReadOnlyList<LedgerDifference> Compare() => LedgerComparison.Compare(_books, _ledger);

    private void Book(AccountEvent on) => _books.Apply(on);

    private void Intend(string id, decimal quantity)
    {
        var request =
            new OrderRequest(new ClientOrderId($"c-{id}"), Btc, Side.Buy, OrderType.Limit, TimeInForce.Gtc,
            new Quantity(quantity), new Price(100m));
        Book(new IntentRecorded(new VenueClientId(id), 1, request, null, default, Samples.At));
    }

    private static OrderFilled Filled(string id, long trade, decimal quantity, decimal price) =>
        new(new VenueClientId(id), Btc, new Asset("BTC"), new Asset("USDT"), new TradeId(trade), Side.Buy,
            new Price(price),
            new Quantity(quantity), 0.2m, new Asset("USDT"), true, Samples.At);

    private static LedgerReport.FillLine Fill(long trade, decimal quantity, decimal price) =>
        new("BTCUSDT", trade, 1, "t1-1-1", Side.Buy, price, quantity, 0.2m, "USDT", true, Samples.At);

    private static LedgerReport.OrderLine Order(
        string id, int accepted = 1, VenueOrderStatus status = VenueOrderStatus.New, decimal filled = 0m) =>
        new(id, "BTCUSDT", accepted, 0, 1, status, Side.Buy, 2m, 100m, filled, filled, filled > 0m ? 1 : 0,
            false);
}
