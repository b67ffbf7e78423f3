using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>What a halt cancels, and how honestly it reports.</summary>
public sealed class OrderHaltTests : OrderDeskTests
{
    [Fact]
    public void a_halt_cancels_everything_and_reports_until_the_venue_has_confirmed()
    {
        var orders = OpenWithWorking("a1", "a2");
        orders.Tell(new CancelUnderHalt("h1", Scope.Everything, "test"), TestActor);

        Connection.ExpectMsg<SendCancel>();
        Connection.ExpectMsg<SendCancel>();
        var first = ExpectMsg<HaltReport>();
        Assert.Equal((2, false), (first.Pending, first.IsComplete));
        Written(orders);

        orders.Tell(new VenueCanceled(Id("a1"), Quantity.Zero, Some.Time));
        Written(orders);
        orders.Tell(VenueFill("a2", 9, 1m));
        Written(orders);

        var last = FishForMessage<HaltReport>(r => r.IsComplete);
        Assert.Equal((1, 1, 0), (last.Canceled, last.FilledMeanwhile, last.Pending));
        Assert.Equal(1m, Assert.Single(last.Positions).Quantity.Value);
    }

    [Fact]
    public void a_halt_is_never_complete_while_an_order_is_unknown()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new CancelUnderHalt("h1", Scope.Everything, "test"), TestActor);
        ExpectMsg<HaltReport>();
        orders.Tell(new VenueOutcomeUnknown(Id("a1"), VenueRequestKind.Cancel, "no answer", Some.Time));
        Written(orders);
        Written(orders);

        var report = ExpectMsg<HaltReport>();
        Assert.Equal((1, false), (report.Unknown, report.IsComplete));
        Assert.Single(report.Residual);
    }
}
