using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class RestFaultTests
{
    private const string Limit =
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=50000&newClientOrderId=mine";

    [Theory]
    [InlineData(FaultKind.LoseRequest, RestFate.Lost, 0, 0)]
    [InlineData(FaultKind.DropBefore, RestFate.Broken, 0, 0)]
    [InlineData(FaultKind.DelayRequest, RestFate.Held, 0, 0)]
    [InlineData(FaultKind.LoseAnswer, RestFate.Lost, 200, 1)]
    [InlineData(FaultKind.DropAfter, RestFate.Broken, 200, 1)]
    [InlineData(FaultKind.DropMidFrame, RestFate.Torn, 200, 1)]
    [InlineData(FaultKind.DelayAnswer, RestFate.Sent, 200, 1)]
    [InlineData(FaultKind.DuplicateAnswer, RestFate.Sent, 200, 1)]
    [InlineData(FaultKind.UnknownExecuted, RestFate.Sent, 504, 1)]
    [InlineData(FaultKind.UnknownNotExecuted, RestFate.Sent, 504, 0)]
    [InlineData(FaultKind.UnexpectedExecuted, RestFate.Sent, 503, 1)]
    [InlineData(FaultKind.ServerErrorExecuted, RestFate.Sent, 503, 1)]
    [InlineData(FaultKind.ServerErrorNotExecuted, RestFate.Sent, 503, 0)]
    [InlineData(FaultKind.Throttle, RestFate.Sent, 429, 0)]
    [InlineData(FaultKind.TooManyOrders, RestFate.Sent, 429, 0)]
    [InlineData(FaultKind.Busy, RestFate.Sent, 503, 0)]
    [InlineData(FaultKind.Ban, RestFate.Sent, 418, 0)]
    [InlineData(FaultKind.RefuseTimestamp, RestFate.Sent, 400, 0)]
    [InlineData(FaultKind.RefuseKey, RestFate.Sent, 401, 0)]
    public void a_fault_befalls_the_request_that_its_rule_names(
        FaultKind kind, RestFate fate, int status, int orders)
    {
        using var venue = Venue(new FaultRule(kind) { Method = "order.place", Times = 1 });
        Assert.Equal(RestFate.Sent, venue.Get("/api/v3/ping").Fate);
        var answer = venue.Signed("POST", "/api/v3/order", Limit);
        Assert.Equal((fate, status), (answer.Fate, answer.Status));
        Assert.Equal(orders, venue.Core.Judge("main").Orders.Count);
        if (status is 418 or 429) Assert.NotNull(answer.Header("Retry-After"));
    }

    [Fact]
    public void a_request_that_was_held_up_is_carried_out_once_its_delay_is_over()
    {
        using var venue = Venue(new FaultRule(FaultKind.DelayRequest) { DelayMsMin = 70, DelayMsMax = 70 });
        var sent = new RestRequest("GET", "/api/v3/time", "", "", null, "127.0.0.1");
        Assert.Equal(TimeSpan.FromMilliseconds(70), venue.Core.Rest(sent, venue.Now).Delay);
        var late = venue.Core.RestLate(sent, venue.Now);
        Assert.Equal((RestFate.Sent, 200), (late.Fate, late.Status));
    }

    [Fact]
    public void a_cancel_can_find_its_order_just_filled()
    {
        using var venue = Venue(new FaultRule(FaultKind.CancelRace) { Method = "order.cancel" });
        venue.Signed("POST", "/api/v3/order", Limit);
        var cancel = venue.Signed("DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine");
        Assert.Equal(-2011, cancel.Code());
        Assert.Equal(0.01m, venue.Core.Judge("main").Orders.Single().Filled);
    }

    [Fact]
    public void nothing_is_answered_during_maintenance()
    {
        using var venue = Venue(new FaultRule(FaultKind.Maintenance)
        {
            Times = 1,
            DelayMsMin = 1_000,
            DelayMsMax = 1_000,
        });
        venue.Wait(TimeSpan.FromMilliseconds(20));
        Assert.Equal((503, -1016), (venue.Get("/api/v3/ping").Status, venue.Get("/api/v3/ping").Code()));
        venue.Wait(TimeSpan.FromSeconds(1));
        Assert.Equal(200, venue.Get("/api/v3/ping").Status);
    }

    private static VenueHarness Venue(FaultRule rule) => new(new SimulatedVenueSettings { Faults = [rule] });
}
