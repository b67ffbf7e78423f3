using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>Orders of a flatten on their way through the account's orders.</summary>
public sealed class OrderExitTests : OrderDeskTests
{
    [Fact]
    public void the_intent_names_the_flatten_and_the_gate_is_told()
    {
        var orders = Open();
        orders.Tell(Exit("x1"), TestActor);

        var intent = Assert.IsType<IntentRecorded>(Assert.Single(Written(orders)));
        Assert.Equal("f1", intent.Exit);
        Assert.True(Connection.ExpectMsg<SendOrder>().IsExit);
        Assert.Equal("f1", Positions.ExpectMsg<OrderUpdated>().Order.Exit);
    }

    [Fact]
    public void no_other_order_is_told_to_the_gate_as_one()
    {
        var orders = Open();
        orders.Tell(Approved("a1"));
        Written(orders);

        Assert.False(Connection.ExpectMsg<SendOrder>().IsExit);
    }

    [Fact]
    public void an_account_full_of_working_orders_still_takes_it()
    {
        var orders = OpenWithWorking("a1", "a2", "a3");
        orders.Tell(Exit("x1"), TestActor);
        Written(orders);

        Assert.True(Connection.ExpectMsg<SendOrder>().IsExit);
    }

    [Fact]
    [Trait("Control", "C10")]
    public void a_halt_leaves_a_slice_under_way_alone()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(Exit("x1"));
        Written(orders);
        Connection.ExpectMsg<SendOrder>();

        orders.Tell(new CancelUnderHalt("h1", Scope.Everything, "test"), TestActor);

        Assert.Equal(Id("a1"), Connection.ExpectMsg<SendCancel>().Command.Id);
        Connection.ExpectNoMsg(Soon);
        Assert.Equal(1, FishForMessage<HaltReport>(_ => true).Pending);
    }

    [Fact]
    [Trait("Control", "C22")]
    public void a_halt_reports_a_slice_of_unknown_fate()
    {
        var orders = Open();
        orders.Tell(Exit("x1"));
        Written(orders);
        var slice = Connection.ExpectMsg<SendOrder>().Command.Id;
        orders.Tell(new VenueOutcomeUnknown(slice, VenueRequestKind.Place, "no answer", Some.Time));
        Written(orders);

        orders.Tell(new CancelUnderHalt("h1", Scope.Everything, "test"), TestActor);

        var report = FishForMessage<HaltReport>(r => r.Unknown == 1);
        Assert.False(report.IsComplete);
        Assert.Equal("f1", Assert.Single(report.Residual).Exit);
    }

    private static ApprovedOrder Exit(string id) =>
        new(Some.Request(id, side: Side.Sell, reduceOnly: true), null, true, default, Seen)
        {
            Pass = new ExitPass("f1"),
        };
}
