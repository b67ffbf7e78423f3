using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Accounts;

public class BlotterTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly AccountId Main = new("main");
    private static readonly Symbol Btc = new("BTCUSDT");

    private readonly BlotterState _blotter = new();
    private long _sequence;

    [Fact]
    public void shows_nothing_as_halted_before_any_desk_has_spoken()
    {
        var view = _blotter.View(At);

        Assert.Empty(view.Accounts);
        Assert.Equal(TradingMode.Halted, view.Mode);
        Assert.Equal(At, view.At);
    }

    [Fact]
    public void counts_an_order_from_intent_to_fill_and_moves_the_cash()
    {
        Tell(new AccountFactRecorded(Opening(("USDT", 1_000m), ("BTC", 0m)), Next()));
        var order = Intent("a", 2m, 100m);
        Tell(Accepted(order));
        Tell(Filled(order, 1, 1m, 100m, fee: 0.1m, OrderStatus.PartiallyFilled, filled: 1m));
        Tell(Filled(order, 2, 1m, 101m, fee: 0.1m, OrderStatus.Filled, filled: 2m));

        var account = Account();
        Assert.Equal((1, 1, 1, 2), (account.Counters.Sent, account.Counters.Accepted, account.Counters.Filled,
            account.Counters.Fills));
        Assert.Equal(
            [new CashBalance(new Asset("BTC"), 2m), new CashBalance(new Asset("USDT"), 798.8m)],
                account.Balances);
        Assert.Equal([2L, 1L], account.Fills.Select(f => f.TradeId.Value));
        Assert.Empty(account.Working);
    }

    [Fact]
    public void a_fill_that_overtakes_the_acceptance_counts_as_the_acceptance()
    {
        var order = Intent("a", 1m, 100m);
        Tell(Filled(order, 1, 1m, 100m, 0m, OrderStatus.Filled, filled: 1m));

        Assert.Equal((1, 1), (Account().Counters.Accepted, Account().Counters.Filled));
    }

    [Fact]
    public void an_overfill_does_not_count_the_order_as_filled_twice()
    {
        var order = Intent("a", 1m, 100m);
        Tell(Filled(order, 1, 1m, 100m, 0m, OrderStatus.Filled, filled: 1m));
        Tell(Filled(order, 2, 1m, 100m, 0m, OrderStatus.Filled, filled: 2m));

        Assert.Equal((1, 2), (Account().Counters.Filled, Account().Counters.Fills));
    }

    [Fact]
    public void a_repeated_update_changes_nothing()
    {
        var order = Intent("a", 1m, 100m);
        var fill = Filled(order, 1, 1m, 100m, 0m, OrderStatus.Filled, filled: 1m);
        Tell(fill);
        var before = Account();
        Tell(fill);

        Assert.Equal(before.Counters.Fills, Account().Counters.Fills);
        Assert.Equal(before.Balances, Account().Balances);
        Assert.Single(Account().Fills);
    }

    [Fact]
    public void what_never_left_is_not_counted_as_sent()
    {
        var order = Intent("a", 1m, 100m);
        Tell(Update(order with { Status = OrderStatus.NotSent },
            new OrderNotSent(order.VenueId, "HALTED", "gate", At)));

        var counters = Account().Counters;
        Assert.Equal((1, 1, 0), (counters.Approved, counters.NotSent, counters.Sent));
        Assert.Empty(Account().Working);
    }

    [Fact]
    public void counts_each_way_an_order_can_end()
    {
        foreach (var (id, status) in new[]
        {
            ("a", OrderStatus.Canceled), ("b", OrderStatus.Expired), ("c", OrderStatus.RejectedByVenue),
            ("d", OrderStatus.Unknown),
        })
        {
            var order = Intent(id, 1m, 100m);
            OrderEvent ended = status switch
            {
                OrderStatus.Canceled => new OrderCanceled(order.VenueId, Quantity.Zero, At),
                OrderStatus.Expired => new OrderExpired(order.VenueId, Quantity.Zero, "IOC", At),
                OrderStatus.RejectedByVenue => new OrderRejectedByVenue(order.VenueId, "-2010", "no", At),
                _ => new OrderBecameUnknown(order.VenueId, "silence", At),
            };
            Tell(Update(order with { Status = status }, ended));
        }

        var counters = Account().Counters;
        Assert.Equal((1, 1, 1, 1), (counters.Canceled, counters.Expired, counters.RejectedByVenue,
            counters.BecameUnknown));
        Assert.Equal(1, counters.RejectedByVenueCode["-2010"]);
        Assert.Equal("d", Assert.Single(Account().Working).Request.ClientOrderId.Value);
    }

    [Fact]
    public void counts_refusals_by_their_code()
    {
        var request = Request("a", 1m, 100m);
        Tell(new RefusalRecorded(request, new Refusal(RefusalCode.NotionalAboveMax, 1m, 2m), Next()));
        Tell(new RefusalRecorded(request, new Refusal(RefusalCode.NotionalAboveMax, 1m, 3m), Next()));
        Tell(new RefusalRecorded(request, new Refusal(RefusalCode.ModeForbids), Next()));

        var counters = Account().Counters;
        Assert.Equal(3, counters.Refused);
        Assert.Equal(2, counters.RefusedByRisk[RefusalCodes.Text(RefusalCode.NotionalAboveMax)]);
        Assert.Equal(1, counters.RefusedByRisk["MODE_FORBIDS"]);
    }

    [Fact]
    public void keeps_the_latest_fills_only()
    {
        var order = Intent("a", 1_000m, 100m);
        for (var i = 1; i <= BlotterState.FillsMax + 5; i++)
            Tell(Filled(order, i, 1m, 100m, 0m, OrderStatus.PartiallyFilled, filled: i));

        Assert.Equal(BlotterState.FillsMax, Account().Fills.Count);
        Assert.Equal(BlotterState.FillsMax + 5, Account().Fills[0].TradeId.Value);
        Assert.Equal(BlotterState.FillsMax + 5, Account().Counters.Fills);
    }

    [Fact]
    public void a_fill_of_an_order_that_nobody_knows_moves_the_cash_and_is_shown()
    {
        Tell(new AccountFactRecorded(Opening(("USDT", 1_000m), ("BTC", 0m)), Next()));
        var fill = Filled(Intent("a", 1m, 100m), 1, 1m, 100m, 0.1m, OrderStatus.Filled, filled: 1m).Event;

        Tell(new AccountFactRecorded(fill, Next()));

        Assert.Equal(899.9m, Account().Balances.Single(b => b.Asset.Value == "USDT").Total);
        Assert.Equal(1, Account().Counters.Fills);
        Assert.Equal(1, Assert.Single(Account().Fills).TradeId.Value);
    }

    [Fact]
    public void a_recovered_desk_replaces_what_was_believed()
    {
        Intent("lost", 1m, 100m);
        var kept = new OrderState(
            Request("kept", 1m, 99m), new VenueClientId("v-kept"), OrderStatus.Accepted, At, At,
            new VenueOrderId("7"));
        Tell(new DeskRecovered([kept], [new CashBalance(new Asset("USDT"), 5m)], 100));
        Tell(new OrderUpdated(kept, new OrderAccepted(kept.VenueId, new VenueOrderId("7"), At), 100));

        Assert.Equal("kept", Assert.Single(Account().Working).Request.ClientOrderId.Value);
        Assert.Equal([new CashBalance(new Asset("USDT"), 5m)], Account().Balances);
        Assert.Equal(0, Account().Counters.Accepted);
    }

    [Fact]
    public void transfers_move_cash()
    {
        Tell(new AccountFactRecorded(Opening(("USDT", 10m)), Next()));
        Tell(new AccountFactRecorded(new BalanceTransferred(new Asset("USDT"), -4m, At), Next()));

        Assert.Equal([new CashBalance(new Asset("USDT"), 6m)], Account().Balances);
    }

    [Fact]
    public void sums_profit_and_shows_none_while_a_mark_is_missing()
    {
        _blotter.Apply(new PositionChanged(Main, Position("BTCUSDT", 1m, realized: 5m, unrealized: 3m)));
        Assert.Equal(new Notional(8m), Account().TotalPnl);

        _blotter.Apply(new PositionChanged(Main, Position("ETHUSDT", 1m, realized: 1m, unrealized: null)));
        Assert.Equal(new Notional(6m), Account().RealizedPnl);
        Assert.Null(Account().TotalPnl);

        _blotter.Apply(new PositionChanged(Main, Position("ETHUSDT", 0m, realized: 2m, unrealized: null)));
        Assert.Equal(new Notional(10m), Account().TotalPnl);
    }

    [Fact]
    public void the_nodes_mode_is_the_strictest_of_its_accounts()
    {
        var hold = new Hold(HoldCause.Operator, Scope.Everything, TradingMode.CancelOnly, "test", "me", At);
        _blotter.Apply(new ModeChanged(Main, TradingMode.Active, []));
        _blotter.Apply(new ModeChanged(new AccountId("other"), TradingMode.CancelOnly, [hold]));

        var view = _blotter.View(At);
        Assert.Equal(TradingMode.CancelOnly, view.Mode);
        Assert.Equal([hold], view.Accounts[1].Holds);
    }

    [Fact]
    public void shows_phase_epoch_connection_links_and_health()
    {
        var venue = new VenueId("simulated");
        var health = new HealthView([], ["slow"], At);
        _blotter.Apply(new DeskChanged(Main, DeskPhase.Trading, "reconciled", 4));
        _blotter.Apply(new ConnectionChanged(Main, ConnectionPhase.Ready, "logged on", 0, At));
        _blotter.Apply(new MarketDataLinkChanged(venue, true, "subscribed", At));
        _blotter.Apply(new MarketDataView(venue, true, 5, 6, 7, 0, 0, []));
        _blotter.Apply(health);

        var view = _blotter.View(At);
        Assert.Equal((DeskPhase.Trading, 4, ConnectionPhase.Ready),
            (view.Accounts[0].Phase, view.Accounts[0].Epoch, view.Accounts[0].Connection));
        Assert.Equal(18, Assert.Single(view.Links).Data!.Messages);
        Assert.Same(health, view.Health);
    }

    [Fact]
    public void a_later_halt_report_replaces_the_earlier_one_of_the_same_halt()
    {
        _blotter.Apply(Report("h1", pending: 2));
        _blotter.Apply(Report("h2", pending: 1));
        _blotter.Apply(Report("h1", pending: 0));

        Assert.Equal([("h2", 1), ("h1", 0)], Account().Halts.Select(h => (h.HaltId, h.Pending)));
    }

    [Fact]
    public void forgets_the_oldest_halt_report_at_its_bound()
    {
        for (var i = 0; i <= BlotterState.HaltsMax; i++)
            _blotter.Apply(Report($"h{i}", pending: 0));

        Assert.Equal(BlotterState.HaltsMax, Account().Halts.Count);
        Assert.Equal("h1", Account().Halts[0].HaltId);
    }

    [Fact]
    public void says_when_a_message_is_none_of_its_own() => Assert.False(_blotter.Apply("hello"));

    [Fact]
    public void shows_each_strategys_part_at_the_instruments_newest_mark()
    {
        var ofStrategy = new StrategyPositionView(
            new StrategyId("quoter"), Position("BTCUSDT", 2m, realized: 4m, unrealized: null));
        _blotter.Apply(new PositionChanged(
            Main, Position("BTCUSDT", 1m, realized: 5m, unrealized: 3m), ofStrategy));
        _blotter.Apply(new PositionChanged(Main, Position("BTCUSDT", 1m, realized: 5m, unrealized: 7m)));

        var shown = Assert.Single(Account().Strategies);

        Assert.Equal("quoter", shown.Strategy.Value);
        Assert.Equal(14m, shown.Position.UnrealizedPnl!.Value.Value);
    }

    private static HaltReport Report(string id, int pending) =>
        new(id, Main, 0, 0, pending, 0, 0, [], [], pending == 0);

    private static PositionView Position(
        string symbol, decimal quantity, decimal realized, decimal? unrealized) =>
        new(new PositionState(new Symbol(symbol), new Quantity(quantity), new Notional(quantity * 100m),
                new Notional(realized), Notional.Zero),
            unrealized is { } u ? new Price(100m + (u / quantity)) : null);

    private static OpeningBalancesTaken Opening(params (string Asset, decimal Total)[] balances) =>
        new([.. balances.Select(b => new OpeningBalance(new Asset(b.Asset), b.Total))], [], At);

    private static OrderRequest Request(string id, decimal quantity, decimal price) =>
        new(new ClientOrderId(id), Btc, Side.Buy, OrderType.Limit, TimeInForce.Gtc, new Quantity(quantity),
            new Price(price));

    private OrderState Intent(string id, decimal quantity, decimal price)
    {
        var request = Request(id, quantity, price);
        var order = new OrderState(request, new VenueClientId($"v-{id}"), OrderStatus.PendingSubmit, At, At);
        Tell(Update(order, new IntentRecorded(order.VenueId, 1, request, null, request.Quantity, At)));
        return order;
    }

    private OrderUpdated Accepted(OrderState order) =>
        Update(order with { Status = OrderStatus.Accepted, VenueOrderId = new VenueOrderId("1") },
            new OrderAccepted(order.VenueId, new VenueOrderId("1"), At));

    private OrderUpdated Filled(
        OrderState order, long trade, decimal quantity, decimal price, decimal fee, OrderStatus status,
            decimal filled) =>
        Update(order with { Status = status, FilledQuantity = new Quantity(filled) },
            new OrderFilled(
                order.VenueId, Btc, new Asset("BTC"), new Asset("USDT"), new TradeId(trade), Side.Buy,
                new Price(price), new Quantity(quantity), fee, new Asset("USDT"), true, At));

    private OrderUpdated Update(OrderState order, OrderEvent on) => new(order, on, Next());

    private void Tell(object fromDesk) => Assert.True(_blotter.Apply(new FromDesk(Main, fromDesk)));

    private AccountBlotter Account() => Assert.Single(_blotter.View(At).Accounts);

    private long Next() => ++_sequence;
}
