using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>Comparing with the venue: order of questions, opening balances, mismatch, adoption.</summary>
[Trait("Control", "C14")]
public sealed class OrderReconciliationTests : OrderDeskTests
{
    [Fact]
    public void an_unanswered_order_is_asked_for_and_never_sent_again()
    {
        var recovered = Some.EmptyAccount() with { Working = [Some.Order("a1", status: OrderStatus.New)] };
        var orders = Open(recovered);
        Assert.IsType<OrderBecameUnknown>(Assert.Single(Journal.ExpectMsg<WriteEvents>().Events));

        orders.Tell(Ready());

        Assert.IsType<QueryOpenOrders>(Connection.ExpectMsg<SendQuery>().Query);
        orders.Tell(new VenueOpenOrders([], Some.Time));
        Assert.Equal(Id("a1"), Assert.IsType<QueryOrder>(Connection.ExpectMsg<SendQuery>().Query).Id);
        orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
        Assert.IsType<QueryTrades>(Connection.ExpectMsg<SendQuery>().Query);
    }

    [Fact]
    public void reconciliation_takes_fills_before_the_end_they_belong_to()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(Ready());
        Assert.IsType<QueryOpenOrders>(Connection.ExpectMsg<SendQuery>().Query);
        orders.Tell(new VenueOpenOrders([], Some.Time));
        Connection.ExpectMsg<SendQuery>();
        orders.Tell(Report("a1", VenueOrderStatus.Canceled, filled: 0.4m));
        Assert.IsType<QueryTrades>(Connection.ExpectMsg<SendQuery>().Query);
        Journal.ExpectNoMsg(Soon);

        orders.Tell(new VenueTrades(Some.Btc, new TradeId(1), [VenueFill("a1", 5, 0.4m)], true, Some.Time));

        var events = Journal.ExpectMsg<WriteEvents>().Events;
        Assert.IsType<OrderFilled>(events[0]);
        Assert.IsType<OrderCanceled>(events[1]);
        Assert.IsType<QueryBalances>(Connection.ExpectMsg<SendQuery>().Query);
    }

    [Fact]
    public void the_desk_opens_when_the_balances_agree()
    {
        var orders = Open();
        Reconcile(orders, new AssetBalance(new Asset("USDT"), 0m, 0m));

        Parent.ExpectMsg<DeskReconciled>();
    }

    [Fact]
    public void a_difference_that_stays_holds_the_account()
    {
        var orders = Open();
        Reconcile(orders, new AssetBalance(new Asset("USDT"), 5m, 0m));
        Parent.ExpectNoMsg(Soon);

        Pass(orders, TimeSpan.FromSeconds(2));
        Answer(orders, new AssetBalance(new Asset("USDT"), 5m, 0m));

        var hold = Gate.ExpectMsg<RaiseHold>().Hold;
        Assert.Equal(HoldCause.ReconciliationMismatch, hold.Cause);
        Assert.Equal(TradingMode.CancelOnly, hold.Mode);
        Assert.Contains("USDT engine 0 venue 5", hold.Reason);
    }

    [Fact]
    public void an_order_found_at_the_venue_is_adopted_as_external()
    {
        var orders = Open();
        orders.Tell(Ready());
        Connection.ExpectMsg<SendQuery>();
        orders.Tell(new VenueOpenOrders([Report("foreign", VenueOrderStatus.New, 0m)], Some.Time));

        var adopted = Assert.IsType<ExternalOrderAdopted>(Assert.Single(Journal.ExpectMsg<WriteEvents>().Events));
        Assert.Equal(Id("foreign"), adopted.VenueId);
    }

    [Fact]
    public void a_stop_found_at_the_venue_is_adopted_with_its_stop_price()
    {
        var orders = Open();
        orders.Tell(Ready());
        Connection.ExpectMsg<SendQuery>();
        var report = Report("foreign", VenueOrderStatus.New, 0m) with
        {
            Type = OrderType.TakeProfit,
            LimitPrice = null,
            StopPrice = new Price(90m),
        };
        orders.Tell(new VenueOpenOrders([report], Some.Time));

        var adopted = Assert.IsType<ExternalOrderAdopted>(Assert.Single(Written(orders))).Request;
        Assert.Equal((OrderType.TakeProfit, 90m), (adopted.Type, adopted.StopPrice!.Value.Value));
        Assert.Equal(adopted, Positions.ExpectMsg<OrderUpdated>().Order.Request);
    }

    [Fact]
    public void not_found_settles_only_what_was_never_accepted_and_only_after_time()
    {
        var orders = Open(Some.EmptyAccount() with { Working = [Some.Order("a1", status: OrderStatus.New)] });
        Written(orders);
        for (var miss = 0; miss < 3; miss++)
            orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));
        Journal.ExpectNoMsg(Soon);

        Pass(orders, Settings.NotFoundAfter);
        orders.Tell(new VenueOrderNotFound(Id("a1"), Some.Time));

        Assert.IsType<OrderRejectedByVenue>(Assert.Single(Journal.ExpectMsg<WriteEvents>().Events));
    }

    [Fact]
    public void a_configured_cost_is_what_an_opening_position_is_carried_at_and_needs_no_market()
    {
        var orders = Open(Some.EmptyAccount() with { HasOpeningBalances = false }, Settings with
        {
            OpeningCosts = new Dictionary<Symbol, Price> { [Some.Btc] = new(61_000m) },
        });
        Reconcile(orders, new AssetBalance(new Asset("BTC"), 2m, 0m));
        MarketData.ExpectMsg<GetMarketData>();

        orders.Tell(View());

        var opening = Assert.IsType<OpeningPositionTaken>(Journal.ExpectMsg<WriteEvents>().Events[1]);
        Assert.Equal((2m, 61_000m, new Asset("USDT")),
            (opening.Quantity.Value, opening.CostPrice.Value, opening.Quote));
    }

    [Fact]
    public void opening_balances_wait_for_a_price_to_carry_the_position_at()
    {
        var orders = Open(Some.EmptyAccount() with { HasOpeningBalances = false });
        Reconcile(orders, new AssetBalance(new Asset("BTC"), 2m, 0m));
        MarketData.ExpectMsg<GetMarketData>();
        orders.Tell(View());
        Journal.ExpectNoMsg(Soon);

        orders.Tell(View(new Quote(Some.Btc, new Price(99m), new Quantity(1m), new Price(101m), new Quantity(1m), 1, default)));

        var batch = Journal.ExpectMsg<WriteEvents>();
        var events = batch.Events;
        Parent.ExpectNoMsg(Soon);
        Written(orders, batch);
        Assert.IsType<OpeningBalancesTaken>(events[0]);
        Assert.Equal(100m, Assert.IsType<OpeningPositionTaken>(events[1]).CostPrice.Value);
        Parent.ExpectMsg<DeskReconciled>();
    }
}
