using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>A reservation from approval to its end, by every way an order can go.</summary>
public sealed class RiskStateTests
{
    [Fact]
    public void a_fill_moves_what_is_reserved_to_what_is_held()
    {
        var desk = new RiskDesk();
        var order = desk.Work(Side.Buy, 3m, 100m);
        desk.Publish(desk.Fill(order, 1m));
        Is(desk, position: 1m, buy: 2m, sell: 0m, open: 1);
        desk.Publish(desk.Fill(order, 2m));
        Is(desk, position: 3m, buy: 0m, sell: 0m, open: 0);
    }

    [Fact]
    public void a_fee_in_base_asset_comes_out_of_the_position()
    {
        var desk = new RiskDesk();
        var order = desk.Work(Side.Buy, 3m, 100m);
        desk.Publish(desk.Fill(order, 3m, fee: 0.003m, feeAsset: "BTC"));
        Is(desk, position: 2.997m, buy: 0m, sell: 0m, open: 0);
        Assert.Equal(desk.AccountState.Position(RiskDesk.Btc).Quantity, desk.Exposure().Position);
    }

    [Fact]
    public void an_unknown_order_keeps_its_reservation_until_the_venue_answers()
    {
        var desk = new RiskDesk();
        var order = desk.Work(Side.Sell, 3m, 100m);
        desk.Publish(new OrderBecameUnknown(RiskDesk.IdOf(order), "no answer", desk.Now.Wall));
        Is(desk, position: 0m, buy: 0m, sell: 3m, open: 1);
        desk.Publish(new OrderCanceled(RiskDesk.IdOf(order), Quantity.Zero, desk.Now.Wall));
        Is(desk, position: 0m, buy: 0m, sell: 0m, open: 0);
    }

    [Fact]
    public void every_terminal_status_gives_the_reservation_back()
    {
        Func<VenueClientId, AccountEvent>[] ends =
        [
            id => new OrderNotSent(id, "GATE", "closed", default),
            id => new OrderRejectedByVenue(id, "-2010", "no", default),
            id => new OrderCanceled(id, Quantity.Zero, default),
            id => new OrderExpired(id, Quantity.Zero, "IOC", default),
        ];
        foreach (var end in ends)
        {
            var desk = new RiskDesk();
            var request = desk.Limit(Side.Buy, 3m, 100m);
            desk.Decide(request);
            desk.Record(request);
            Is(desk, position: 0m, buy: 3m, sell: 0m, open: 1);
            Assert.True(desk.Publish(end(RiskDesk.IdOf(request))));
            Is(desk, position: 0m, buy: 0m, sell: 0m, open: 0);
            Assert.Equal(1_000_000m, desk.State.Exposure.Assets[new Asset("USDT")].Free);
        }
    }

    [Fact]
    public void a_late_fill_and_an_overfill_are_held_and_take_no_reservation_below_zero()
    {
        var desk = new RiskDesk();
        var canceled = desk.Work(Side.Buy, 3m, 100m);
        desk.Publish(new OrderCanceled(RiskDesk.IdOf(canceled), Quantity.Zero, desk.Now.Wall));
        desk.Publish(desk.Fill(canceled, 1m));
        Is(desk, position: 1m, buy: 0m, sell: 0m, open: 0);
        var over = desk.Work(Side.Buy, 1m, 100m);
        desk.Publish(desk.Fill(over, 1.5m));
        Is(desk, position: 2.5m, buy: 0m, sell: 0m, open: 0);
    }

    [Fact]
    public void an_order_that_the_venue_brings_back_to_life_is_reserved_again()
    {
        var desk = new RiskDesk();
        var request = desk.Limit(Side.Buy, 3m, 100m);
        desk.Decide(request);
        desk.Record(request);
        desk.Publish(new OrderRejectedByVenue(RiskDesk.IdOf(request), "NEVER_ARRIVED", "", desk.Now.Wall));
        desk.Publish(desk.Fill(request, 1m));
        Is(desk, position: 1m, buy: 2m, sell: 0m, open: 1);
    }

    [Fact]
    public void an_order_found_at_the_venue_reserves()
    {
        var desk = new RiskDesk();
        var request = desk.Limit(Side.Sell, 3m, 120m, "foreign");
        desk.Publish(new ExternalOrderAdopted(RiskDesk.IdOf(request), new VenueOrderId("9"), request, Quantity.Zero, desk.Now.Wall));
        Is(desk, position: 0m, buy: 0m, sell: 3m, open: 1);
        Assert.Equal(997m, desk.State.Exposure.Assets[new Asset("BTC")].Free);
    }

    [Fact]
    public void a_fill_of_an_order_that_nobody_remembers_is_held()
    {
        var desk = new RiskDesk();
        desk.Publish(desk.Fill(desk.Limit(Side.Buy, 1m, 100m, "forgotten"), 1m));
        Is(desk, position: 1m, buy: 0m, sell: 0m, open: 0);
    }

    [Fact]
    public void the_same_update_twice_counts_once()
    {
        var desk = new RiskDesk();
        var order = desk.Work(Side.Buy, 3m, 100m);
        desk.Publish(desk.Fill(order, 1m));
        desk.State.Apply(desk.LastUpdate!);
        Is(desk, position: 1m, buy: 2m, sell: 0m, open: 1);
    }

    [Fact]
    public void a_returned_reservation_is_released_and_its_id_is_for_the_journal_to_answer()
    {
        var desk = new RiskDesk();
        desk.Place(Side.Buy, 3m, 100m, "old");
        desk.State.Apply(new ReservationReturned(new ClientOrderId("old")));
        Is(desk, position: 0m, buy: 0m, sell: 0m, open: 0);
        Assert.Equal(RiskVerdict.Approved, desk.Place(Side.Buy, 3m, 100m, "old").Verdict);
    }

    [Fact]
    public void a_returned_reservation_of_an_order_that_was_sent_changes_nothing()
    {
        var desk = new RiskDesk();
        var order = desk.Work(Side.Buy, 3m, 100m);
        desk.State.Apply(new ReservationReturned(order.ClientOrderId));
        Is(desk, position: 0m, buy: 3m, sell: 0m, open: 1);
    }

    [Fact]
    public void a_refusal_after_the_approval_gives_the_reservation_back()
    {
        var desk = new RiskDesk();
        var request = desk.Limit(Side.Buy, 3m, 100m);
        desk.Decide(request);
        desk.State.Apply(new RefusalRecorded(request, new Refusal(RefusalCode.JournalUnavailable), 77));
        Is(desk, position: 0m, buy: 0m, sell: 0m, open: 0);
    }

    [Fact]
    public void a_replacement_reserves_beside_its_original_until_that_has_ended()
    {
        var desk = new RiskDesk();
        var original = desk.Work(Side.Buy, 3m, 100m, "a");
        desk.Publish(desk.Fill(original, 1m));
        var replacement = desk.Limit(Side.Buy, 4m, 100.5m, "b");
        var decision = desk.Decide(replacement, "a");
        Assert.Equal(new ClientOrderId("a"), decision.Approved!.Replaces);
        Is(desk, position: 1m, buy: 2m + 3m, sell: 0m, open: 2);
        desk.Record(replacement, desk.AccountState.Find(original.ClientOrderId));
        Is(desk, position: 1m, buy: 2m + 3m, sell: 0m, open: 2);
        desk.Publish(new OrderCanceled(RiskDesk.IdOf(original), new Quantity(1m), desk.Now.Wall));
        Is(desk, position: 1m, buy: 3m, sell: 0m, open: 1);
        desk.Publish(desk.Fill(replacement, 3m));
        Is(desk, position: 4m, buy: 0m, sell: 0m, open: 0);
    }

    [Fact]
    public void only_a_working_order_that_nothing_is_under_way_for_can_be_replaced()
    {
        var desk = new RiskDesk();
        NotReplaceable(desk, "nobody", "nobody is not known");

        var pending = desk.Limit(Side.Buy, 0.1m, 100m, "pending");
        desk.Decide(pending);
        NotReplaceable(desk, "pending", "pending is New");
        desk.Record(pending);
        desk.Publish(new OrderAccepted(RiskDesk.IdOf(pending), new VenueOrderId("1"), desk.Now.Wall));

        Assert.Equal(RiskVerdict.Approved, desk.Decide(desk.Limit(Side.Buy, 0.2m, 100m, "next"), "pending").Verdict);
        NotReplaceable(desk, "pending", "pending is being replaced already");
        desk.State.Apply(new ReservationReturned(new ClientOrderId("next")));

        var sell = desk.Limit(Side.Sell, 0.2m, 100m);
        Assert.Equal("pending is on the other side", desk.Decide(sell, "pending").Refusal!.Detail);
        var eth = desk.Limit(Side.Buy, 0.2m, 100m, symbol: RiskDesk.Eth);
        Assert.Equal("pending is in another instrument", desk.Decide(eth, "pending").Refusal!.Detail);

        desk.Publish(new CancelRequested(RiskDesk.IdOf(pending), "asked for", desk.Now.Wall));
        NotReplaceable(desk, "pending", "pending is PendingCancel");
        desk.Publish(new OrderCanceled(RiskDesk.IdOf(pending), Quantity.Zero, desk.Now.Wall));
        NotReplaceable(desk, "pending", "pending has ended");
    }

    [Fact]
    public void the_new_total_must_be_above_what_has_filled()
    {
        var desk = new RiskDesk();
        var original = desk.Work(Side.Buy, 3m, 100m, "a");
        desk.Publish(desk.Fill(original, 2m));
        Assert.Equal("a has filled 2 of 2", desk.Decide(desk.Limit(Side.Buy, 2m, 100m), "a").Refusal!.Detail);
        Assert.Null(desk.Decide(desk.Limit(Side.Buy, 2.1m, 100m), "a").Refusal);
    }

    [Fact]
    public void a_replacement_that_never_was_sent_frees_its_original_to_be_replaced()
    {
        var desk = new RiskDesk();
        var original = desk.Work(Side.Buy, 1m, 100m, "a");
        var first = desk.Limit(Side.Buy, 2m, 100m, "b");
        desk.Decide(first, "a");
        desk.Publish(new IntentRecorded(RiskDesk.IdOf(first), 9, first, RiskDesk.IdOf(original), Quantity.Zero, desk.Now.Wall));
        desk.Publish(new OrderNotSent(RiskDesk.IdOf(first), "GATE", "closed", desk.Now.Wall));
        Assert.Null(desk.Decide(desk.Limit(Side.Buy, 2m, 100m, "c"), "a").Refusal);
    }

    [Fact]
    public void a_repeated_replacement_must_name_the_same_original()
    {
        var desk = new RiskDesk();
        desk.Work(Side.Buy, 1m, 100m, "a");
        desk.Work(Side.Buy, 1m, 100m, "b");
        var replacement = desk.Limit(Side.Buy, 2m, 100m, "c");
        desk.Decide(replacement, "a");
        Assert.Equal(RiskVerdict.Repeated, desk.Decide(replacement, "a").Verdict);
        Assert.Equal("Original", desk.Decide(replacement, "b").Refusal!.Detail);
        Assert.Equal("Original", desk.Decide(replacement).Refusal!.Detail);
    }

    [Fact]
    public void a_reducing_order_may_be_replaced_in_full_size_when_only_reducing_is_allowed()
    {
        var account = RiskDesk.Funded();
        account.Apply(new OpeningPositionTaken(RiskDesk.Btc, new Quantity(2m), new Price(100m), default));
        var desk = new RiskDesk(account: account);
        desk.Work(Side.Sell, 2m, 101m, "exit");
        desk.SetMode(TradingActors.Engine.Emergency.TradingMode.ReduceOnly);
        Assert.Equal(RefusalCode.ModeForbids, desk.Decide(desk.Limit(Side.Sell, 2.001m, 100m), "exit").Refusal!.Code);
        Assert.True(desk.Decide(desk.Limit(Side.Sell, 2m, 100m), "exit").Approved!.Reduces);
    }

    [Fact]
    public void starts_from_what_the_accounts_stream_says()
    {
        var before = new RiskDesk();
        before.Publish(before.Fill(before.Work(Side.Buy, 3m, 100m, "done"), 3m));
        before.Publish(before.Fill(before.Work(Side.Buy, 2m, 100m, "half"), 1m));
        before.Work(Side.Sell, 1.5m, 100m, "resting");

        var after = new RiskDesk(account: AccountState.FromSnapshot(before.AccountState.ToSnapshot()));
        Assert.Equal(before.State.ToView().Instruments, after.State.ToView().Instruments);
        Assert.Equal(before.State.ToView().Gross, after.State.ToView().Gross);
        foreach (var (asset, risk) in before.State.Exposure.Assets)
            Assert.Equal((risk.Total, risk.Reserved), (after.State.Exposure.Assets[asset].Total, after.State.Exposure.Assets[asset].Reserved));
        Assert.Equal(RiskVerdict.Repeated, after.Decide(after.Limit(Side.Buy, 3m, 100m, "done")).Verdict);
        Assert.Equal(RiskVerdict.Repeated, after.Decide(after.Limit(Side.Sell, 1.5m, 100m, "resting")).Verdict);
    }

    [Fact]
    public void a_recovered_market_order_reserves_funds_once_a_quote_prices_it()
    {
        var before = new RiskDesk();
        var market = before.Limit(Side.Buy, 2m, 100m) with { Type = OrderType.Market, LimitPrice = null };
        before.Decide(market);
        before.Record(market);
        var after = new RiskDesk(account: AccountState.FromSnapshot(before.AccountState.ToSnapshot()), quoted: false);
        var usdt = after.State.Exposure.Assets[new Asset("USDT")];
        Assert.Equal(0m, usdt.Reserved);
        after.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        Assert.Equal(2m * 101m * 1.001m, usdt.Reserved);
        after.Publish(new OrderBecameUnknown(RiskDesk.IdOf(market), "restart", default));
        after.Publish(new OrderExpired(RiskDesk.IdOf(market), Quantity.Zero, "nothing there", default));
        Assert.Equal(0m, usdt.Reserved);
        Assert.Equal(0, after.State.Exposure.Lines[RiskDesk.Btc].UnpricedOrders);
    }

    [Fact]
    public void forgets_the_oldest_ended_ids_at_the_bound_and_never_an_open_one()
    {
        var desk = new RiskDesk();
        var resting = desk.Work(Side.Buy, 0.1m, 100m, "resting");
        for (var i = 0; i <= RiskState.EndedMax; i++)
            desk.Place(Side.Buy, 99m, 100m, $"refused-{i}");
        Assert.Equal(RiskState.EndedMax + 1, desk.State.Orders.Count);
        Assert.Null(desk.State.Find(new ClientOrderId("refused-0")));
        Assert.NotNull(desk.State.Find(new ClientOrderId("refused-1")));
        Assert.Equal(RiskVerdict.Repeated, desk.Decide(resting).Verdict);
    }

    [Fact]
    public void transfers_and_fills_move_the_balances()
    {
        var desk = new RiskDesk(account: RiskDesk.Funded(usdt: 50m));
        Assert.Equal(RefusalCode.BalanceInsufficient, desk.Place(Side.Buy, 1m, 100m).Refusal!.Code);
        desk.Publish(new BalanceTransferred(new Asset("USDT"), 60m, desk.Now.Wall));
        var order = desk.Work(Side.Buy, 1m, 100m);
        desk.Publish(desk.Fill(order, 1m, fee: 0.1m));
        Assert.Equal(9.9m, desk.State.Exposure.Assets[new Asset("USDT")].Free);
        Assert.Equal(1001m, desk.State.Exposure.Assets[new Asset("BTC")].Free);
    }

    private static void NotReplaceable(RiskDesk desk, string original, string detail)
    {
        var refusal = desk.Decide(desk.Limit(Side.Buy, 0.2m, 100m), original).Refusal;
        Assert.Equal((RefusalCode.OriginalNotReplaceable, detail), (refusal!.Code, refusal.Detail));
    }

    private static void Is(RiskDesk desk, decimal position, decimal buy, decimal sell, int open)
    {
        var line = desk.Exposure();
        Assert.Equal((position, buy, sell, open),
            (line.Position.Value, line.ReservedBuy.Value, line.ReservedSell.Value, line.OpenOrders));
    }
}
