using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>A person's word where the venue's is missing: for an order in doubt, and for a balance.</summary>
[Trait("Control", "C22")]
public sealed class OrderResolveTests : OrderDeskTests
{
    [Fact]
    public void an_order_in_doubt_is_ended_by_a_person_and_answered_once_durable()
    {
        var orders = OpenWithUnknown("a1");

        orders.Tell(Resolve("a1"), TestActor);
        var batch = Journal.ExpectMsg<WriteEvents>();
        ExpectNoMsg(Soon);
        Written(orders, batch);

        var resolved = Assert.IsType<OrderResolved>(Assert.Single(batch.Events));
        Assert.Equal(("ann", "asked the venue"), (resolved.Principal, resolved.Reason));
        Assert.Equal(OrderStatus.RejectedByVenue, ExpectMsg<Resolved>().Order!.Status);
        Assert.Equal(OrderStatus.RejectedByVenue, FishForTerminal("a1").Status);
        Assert.Equal(Id("a1"), Connection.FishForMessage<OrderFinished>(_ => true).Id);
    }

    [Fact]
    public void a_decided_order_is_not_asked_for_any_more()
    {
        var orders = OpenWithUnknown("a1");
        Reconcile(orders, Usdt(0m));
        orders.Tell(Resolve("a1"), TestActor);
        Written(orders);
        Pass(orders, TimeSpan.FromSeconds(2));

        orders.Tell(new ReconcileNow("test"));

        Connection.FishForMessage<SendQuery>(q => q.Query is QueryOpenOrders);
        orders.Tell(new VenueOpenOrders([], Some.Time));
        Asked<QueryTrades>();
    }

    [Fact]
    public void what_is_not_in_doubt_is_refused_and_nothing_is_journaled()
    {
        var orders = OpenWithWorking("a1");

        orders.Tell(Resolve("a1"), TestActor);
        orders.Tell(Resolve("b1"), TestActor);

        Assert.Equal(ResolveCodes.OrderNotUnknown, ExpectMsg<ResolveRefused>().Code);
        Assert.Equal(ResolveCodes.OrderNotFound, ExpectMsg<ResolveRefused>().Code);
        Journal.ExpectNoMsg(Soon);
    }

    [Theory]
    [InlineData(ResolvedOutcome.NeverArrived)]
    [InlineData(ResolvedOutcome.Canceled)]
    [InlineData(ResolvedOutcome.Expired)]
    public void a_later_word_that_it_lives_counts_and_puts_it_to_work_again(ResolvedOutcome outcome)
    {
        var orders = OpenWithUnknown("a1");
        orders.Tell(Resolve("a1", outcome), TestActor);
        Written(orders);

        orders.Tell(new VenueOpenOrders([Report("a1", VenueOrderStatus.New, 0m)], Some.Time));

        Assert.IsType<OrderAccepted>(Assert.Single(Written(orders)));
        Positions.FishForMessage<OrderUpdated>(u => u.Order is { Status: OrderStatus.Accepted });
    }

    [Theory]
    [InlineData(0.4, OrderStatus.PartiallyFilled)]
    [InlineData(1, OrderStatus.Filled)]
    public void a_later_fill_counts_and_ends_the_persons_word(double filled, OrderStatus status)
    {
        var orders = OpenWithUnknown("a1");
        orders.Tell(Resolve("a1", ResolvedOutcome.Canceled), TestActor);
        Written(orders);

        orders.Tell(VenueFill("a1", 5, (decimal)filled));

        Assert.IsType<OrderFilled>(Assert.Single(Written(orders)));
        var order = Positions.FishForMessage<OrderUpdated>(u => u.Event is OrderFilled).Order;
        Assert.Equal((status, false), (order.Status, order.IsResolved));
    }

    [Fact]
    public void a_replacement_that_waited_for_the_original_is_not_sent_on_a_persons_word()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(VenueFill("a1", 5, 0.4m));
        Written(orders);
        orders.Tell(Approved("a2", replaces: "a1"));
        Written(orders);
        var id = new VenueClientId(Connection.FishForMessage<SendCancel>(_ => true).Command.Id.Value);
        orders.Tell(new VenueOutcomeUnknown(id, VenueRequestKind.Cancel, "timeout", Some.Time));
        Written(orders);

        orders.Tell(Resolve("a1", ResolvedOutcome.Canceled), TestActor);

        var events = Written(orders);
        Assert.IsType<OrderResolved>(events[0]);
        Assert.Equal("ORIGINAL_RESOLVED", Assert.IsType<OrderNotSent>(events[1]).Code);
        Connection.FishForMessage<OrderFinished>(_ => true);
        Connection.ExpectMsg<OrderFinished>();
        Connection.ExpectNoMsg(Soon);
    }

    [Fact]
    public void a_difference_is_accepted_when_the_next_comparison_shows_it_again()
    {
        var orders = OpenWithDifference(5m);

        orders.Tell(Mismatch(5m), TestActor);
        Journal.ExpectNoMsg(Soon);
        Answer(orders, Usdt(5m));

        var adjusted = Assert.IsType<BalanceAdjusted>(Assert.Single(Written(orders)));
        Assert.Equal(new BalanceAdjusted(new Asset("USDT"), 5m, "a deposit", "ann", adjusted.At), adjusted);
        Assert.Equal(adjusted, ExpectMsg<Resolved>().Event);
        Assert.Equal(adjusted, Positions.FishForMessage<AccountFactRecorded>(_ => true).Event);
    }

    [Fact]
    public void after_it_the_comparison_agrees_and_no_hold_is_raised_again()
    {
        var orders = OpenWithDifference(5m);
        Gate.ExpectMsg<RaiseHold>();
        orders.Tell(Mismatch(5m), TestActor);
        Answer(orders, Usdt(5m));
        Written(orders);

        orders.Tell(new ReconcileNow("test"));
        Answer(orders, Usdt(5m));

        Gate.ExpectNoMsg(Soon);
    }

    [Fact]
    public void a_difference_that_has_changed_is_not_the_one_that_was_decided_on()
    {
        var orders = OpenWithDifference(5m);

        orders.Tell(Mismatch(5m), TestActor);
        Answer(orders, Usdt(6m));

        var refused = ExpectMsg<ResolveRefused>();
        Assert.Equal(ResolveCodes.AnotherDifference, refused.Code);
        Assert.Contains("differs by 6", refused.Reason, StringComparison.Ordinal);
        Journal.ExpectNoMsg(Soon);
    }

    [Fact]
    public void a_difference_seen_once_may_still_be_on_its_way_and_takes_no_decision()
    {
        var orders = Open();
        Reconcile(orders, Usdt(5m));

        orders.Tell(Mismatch(5m), TestActor);

        Assert.Equal(ResolveCodes.NoDifference, ExpectMsg<ResolveRefused>().Code);
    }

    [Fact]
    public void without_a_comparison_in_time_the_decision_is_worth_nothing()
    {
        var orders = OpenWithDifference(5m);
        orders.Tell(Mismatch(5m), TestActor);
        Connection.FishForMessage<SendQuery>(q => q.Query is QueryOpenOrders);
        orders.Tell(Lost());

        Assert.Equal(ResolveCodes.NotCompared, ExpectMsg<ResolveRefused>().Code);
        orders.Tell(Mismatch(5m), TestActor);
        Assert.Equal(ResolveCodes.NoDifference, ExpectMsg<ResolveRefused>().Code);
    }

    private IActorRef OpenWithDifference(decimal difference)
    {
        var orders = Open();
        Reconcile(orders, Usdt(difference));
        Pass(orders, TimeSpan.FromSeconds(2));
        Answer(orders, Usdt(difference));
        Pass(orders, TimeSpan.Zero);
        return orders;
    }

    private static ResolveOrder Resolve(
        string id, ResolvedOutcome outcome = ResolvedOutcome.NeverArrived) =>
        new(new ClientOrderId(id), outcome, "asked the venue", "ann");

    private static ResolveMismatch Mismatch(decimal change) =>
        new(new Asset("USDT"), change, "a deposit", "ann");
}
