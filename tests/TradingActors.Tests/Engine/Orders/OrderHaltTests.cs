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

    [Fact]
    [Trait("Control", "C22")]
    public void an_order_whose_cancel_the_venue_refuses_stays_residual_until_it_ends()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new CancelUnderHalt("h1", Scope.Everything, "test"), TestActor);
        ExpectMsg<HaltReport>();
        orders.Tell(Refused());
        Written(orders);
        Written(orders);

        var refused = ExpectMsg<HaltReport>();
        Assert.Equal((1, 0, 0, false),
            (refused.RefusedByVenue, refused.Pending, refused.Unknown, refused.IsComplete));
        Assert.Single(refused.Residual);

        orders.Tell(Report("a1", VenueOrderStatus.New, 0m));
        Written(orders);
        orders.Tell(new VenueCanceled(Id("a1"), Quantity.Zero, Some.Time));
        Written(orders);
        var last = ExpectMsg<HaltReport>();
        Assert.Equal((0, 1, true), (last.RefusedByVenue, last.Canceled, last.IsComplete));
    }

    [Fact]
    public void a_cancel_that_is_refused_again_and_again_is_not_asked_about_at_once_each_time()
    {
        var orders = OpenWithWorking("a1");
        orders.Tell(new CancelUnderHalt("h1", Scope.Everything, "test"), TestActor);
        Connection.ExpectMsg<SendCancel>();
        orders.Tell(Refused());
        Asked<QueryOrder>();

        orders.Tell(Report("a1", VenueOrderStatus.New, 0m));
        Connection.ExpectMsg<SendCancel>();
        orders.Tell(Refused());
        Connection.ExpectNoMsg(Soon);
    }

    [Fact]
    [Trait("Control", "C22")]
    public void a_desk_that_opened_again_goes_on_from_the_earlier_report()
    {
        var orders = OpenWithWorking("a1");
        var before = new HaltReport("h1", Some.Account, 3, 1, 2, 0, 0, [Some.Order("a1"), Some.Order("gone")],
            [], IsComplete: false);

        orders.Tell(new CancelUnderHalt("h1", Scope.Everything, "test", before), TestActor);

        var report = ExpectMsg<HaltReport>();
        Assert.Equal((4, 1, 1, false),
            (report.Canceled, report.FilledMeanwhile, report.Pending, report.IsComplete));
    }

    private static VenueCancelRejected Refused() => new(Id("a1"), "-2011", "not now", Some.Time);
}
