using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Journal;

public sealed class AccountStateTests
{
    [Fact]
    public void a_repeated_fill_changes_nothing()
    {
        var state = WithOrder(out var order);
        state.Apply(Some.Fill(order, 7, 0.5m));
        var before = Render(state);

        Assert.Equal(EdgeVerdict.NoChange, state.Apply(Some.Fill(order, 7, 0.5m)).Verdict);
        Assert.Equal(before, Render(state));
    }

    [Fact]
    public void a_flatten_is_open_from_its_request_to_its_end_across_a_snapshot()
    {
        var state = new AccountState();
        var requested = new FlattenRequested("f1", Scope.Everything, "test", "alice", Some.Time);
        state.Apply(requested);
        state.Apply(requested with { FlattenId = "f2" });
        state.Apply(new FlattenEnded("f2", FlattenOutcome.Flat, [], 3, "", "node", Some.Time));

        var again = AccountState.FromSnapshot(state.ToSnapshot());

        Assert.Equal([requested], again.ToSnapshot().Flattens);
        again.Apply(new FlattenEnded("f1", FlattenOutcome.Interrupted, [], 0, "", "node", Some.Time));
        Assert.Null(again.ToSnapshot().Flattens);
    }

    [Fact]
    public void an_account_that_trades_with_itself_counts_both_sides_of_the_trade()
    {
        var state = WithOrder(out var buy);
        var sell = Some.Order("b1") with { Request = Some.Request("b1", side: Side.Sell) };
        state.Apply(new IntentRecorded(sell.VenueId, 2, sell.Request, null, default, Some.Time));
        state.MarkSent(sell.VenueId);

        state.Apply(Some.Fill(buy, 7, 0.5m));
        Assert.NotEqual(EdgeVerdict.NoChange, state.Apply(Some.Fill(sell, 7, 0.5m)).Verdict);
        Assert.Equal(0m, state.Balances[new Asset("BTC")]);
    }

    [Fact]
    public void a_fill_of_an_order_that_nobody_knows_moves_money_and_is_alarmed()
    {
        var state = new AccountState();
        var stranger = Some.Order("stranger");

        Assert.Equal(EdgeVerdict.Alarming, state.Apply(Some.Fill(stranger, 1, 2m, 10m)).Verdict);
        Assert.Equal(2m, state.Balances[new Asset("BTC")]);
        Assert.Equal(-20m, state.Balances[new Asset("USDT")]);
        Assert.Equal(2m, state.Position(Some.Btc).Quantity.Value);
    }

    [Fact]
    public void fees_leave_the_asset_they_are_taken_in()
    {
        var state = WithOrder(out var order);
        state.Apply(Some.Fill(order, 1, 1m, 100m, fee: 0.001m, feeAsset: "BTC"));

        Assert.Equal(0.999m, state.Balances[new Asset("BTC")]);
        Assert.Equal(-100m, state.Balances[new Asset("USDT")]);
        Assert.Equal(0.999m, state.Position(Some.Btc).Quantity.Value);
    }

    [Fact]
    public void a_replay_of_the_journaled_events_ends_where_the_live_fold_did()
    {
        var order = Some.Order();
        AccountEvent[] events =
        [
            new IntentRecorded(order.VenueId, 1, order.Request, null, default, Some.Time),
            new OrderAccepted(order.VenueId, new VenueOrderId("77"), Some.Time),
            Some.Fill(order, 7, 0.5m),
            Some.Fill(order, 8, 0.5m),
        ];
        var live = new AccountState();
        var replayed = new AccountState();
        foreach (var on in events)
        {
            live.Apply(on);
            live.MarkSent(order.VenueId);
            replayed.Apply(on);
        }

        Assert.Equal(OrderStatus.Filled, replayed.Find(order.VenueId)!.Status);
        Assert.Equal(Render(live), Render(replayed));
    }

    [Fact]
    public void finished_orders_beyond_the_bound_are_handed_to_the_index()
    {
        var state = new AccountState();
        for (var i = 1; i <= AccountState.FinishedMax + 3; i++)
            Finish(state, $"o{i}", i);

        Assert.Equal(["o1", "o2", "o3"], state.Forgotten.Select(f => f.Request.ClientOrderId.Value));
        Assert.Null(state.Find(new ClientOrderId("o1")));
        Assert.NotNull(state.Find(new ClientOrderId("o4")));
    }

    [Fact]
    public void refused_ids_beyond_the_bound_are_handed_to_the_index()
    {
        var state = new AccountState();
        for (var i = 1; i <= AccountState.FinishedMax + 1; i++)
            state.Apply(new IntentRefused(Some.Request($"r{i}"), new Refusal(RefusalCode.ModeForbids), Some.Time));

        var forgotten = Assert.Single(state.Forgotten);
        Assert.Equal("r1", forgotten.Request.ClientOrderId.Value);
        Assert.Equal(RefusalCode.ModeForbids, forgotten.Refusal!.Code);
    }

    [Fact]
    public void a_snapshot_restores_everything()
    {
        var state = WithOrder(out var order);
        state.Apply(new OpeningBalancesTaken([new OpeningBalance(new Asset("USDT"), 1_000m)],
            [new TradesSeen(Some.Btc, new TradeId(41))], Some.Time));
        state.Apply(Some.Fill(order, 42, 0.25m));
        state.Apply(new IntentRefused(Some.Request("no"), new Refusal(RefusalCode.QuantityOffLot, 1m, 2m), Some.Time));
        Finish(state, "done", 9);

        var restored = AccountState.FromSnapshot(state.ToSnapshot());

        Assert.Equal(Render(state), Render(restored));
        Assert.True(restored.HasCounted(Some.Btc, new TradeId(42), Side.Buy));
        Assert.True(restored.HasCounted(Some.Btc, new TradeId(41), Side.Buy));
        Assert.False(restored.HasCounted(Some.Btc, new TradeId(43), Side.Buy));
    }

    [Fact]
    public void the_order_and_repetition_of_fills_do_not_change_balances_or_orders() =>
        Gen.Int[1, 20].Array[1, 30].Sample(trades =>
        {
            var once = WithOrder(out var order, quantity: 1_000m);
            foreach (var trade in trades.Distinct().Order())
                once.Apply(Some.Fill(order, trade, trade));
            var shuffled = WithOrder(out _, quantity: 1_000m);
            foreach (var trade in trades.Concat(trades.Reverse()))
                shuffled.Apply(Some.Fill(order, trade, trade));

            Assert.Equal(Render(once), Render(shuffled));
        });

    [Fact]
    public void the_window_of_trades_is_bounded_and_never_counts_twice()
    {
        var window = new TradeWindow(0, []);
        for (var id = 1; id <= TradeWindow.Capacity + 5; id++)
            window.Add(new TradeId(id), Side.Buy);

        Assert.Equal(TradeWindow.Capacity, window.Keys.Count);
        Assert.True(window.Contains(new TradeId(1), Side.Sell));
        Assert.Equal(5, window.Floor);
        Assert.False(window.Contains(new TradeId(TradeWindow.Capacity + 6), Side.Buy));
    }

    /// <summary>Sending is no event: a stream that is replayed goes from the intent to the venue's answer.</summary>
    [Fact]
    public void a_replayed_stream_ends_as_the_live_one_did()
    {
        foreach (var answer in Answers(Some.Order()))
        {
            var live = Intended(out var order);
            live.MarkSent(order.VenueId);
            var replayed = Intended(out _);

            Assert.True(live.Apply(answer).Verdict == EdgeVerdict.Legal, answer.ToString());
            Assert.True(replayed.Apply(answer).Verdict == EdgeVerdict.Legal, answer.ToString());
            Assert.Equal(Render(live), Render(replayed));
        }
    }

    private static IEnumerable<AccountEvent> Answers(OrderState order) =>
    [
        new OrderAccepted(order.VenueId, new VenueOrderId("77"), Some.Time),
        new OrderRejectedByVenue(order.VenueId, "-2010", "", Some.Time),
        Some.Fill(order, 1, 0.5m),
        Some.Fill(order, 1, 1m),
        new OrderCanceled(order.VenueId, default, Some.Time),
        new OrderExpired(order.VenueId, default, "", Some.Time),
        new OrderBecameUnknown(order.VenueId, "", Some.Time),
        new OrderNotSent(order.VenueId, "", "", Some.Time),
        new CancelRequested(order.VenueId, "", Some.Time),
    ];

    private static AccountState Intended(out OrderState order)
    {
        var state = new AccountState();
        order = Some.Order();
        state.Apply(new IntentRecorded(order.VenueId, 1, order.Request, null, default, Some.Time));
        return state;
    }

    private static AccountState WithOrder(out OrderState order, decimal quantity = 1m)
    {
        var state = new AccountState();
        order = Some.Order(quantity: quantity);
        state.Apply(new IntentRecorded(order.VenueId, 1, order.Request, null, default, Some.Time));
        state.MarkSent(order.VenueId);
        state.Apply(new OrderAccepted(order.VenueId, new VenueOrderId("77"), Some.Time));
        return state;
    }

    private static void Finish(AccountState state, string id, long sequence)
    {
        var order = Some.Order(id);
        state.Apply(new IntentRecorded(order.VenueId, sequence, order.Request, null, default, Some.Time));
        state.Apply(new OrderNotSent(order.VenueId, "GATE_CLOSED", "", Some.Time));
    }

    private static string Render(AccountState state)
    {
        var snapshot = state.ToSnapshot();
        return string.Join('\n',
            [
                .. snapshot.Working.Select(o => o.ToString()),
                .. snapshot.Finished.Select(o => o.ToString()),
                .. snapshot.Refused.Select(r => r.ToString()),
                .. snapshot.Balances.OrderBy(b => b.Asset.Value).Select(b => $"{b.Asset} {b.Total:0.########}"),
                .. snapshot.Positions.Select(p => $"{p.Quantity.Value:0.########} {p.Cost.Value:0.########}"),
                $"{snapshot.Epoch} {snapshot.LastSequence} {snapshot.HasOpeningBalances}",
            ]);
    }
}
