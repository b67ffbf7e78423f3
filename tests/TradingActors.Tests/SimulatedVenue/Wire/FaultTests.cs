using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultKind.LoseRequest, 0, null)]
    [InlineData(FaultKind.LoseAnswer, 1, null)]
    [InlineData(FaultKind.UnknownExecuted, 1, OutboundKind.Text)]
    [InlineData(FaultKind.UnknownNotExecuted, 0, OutboundKind.Text)]
    [InlineData(FaultKind.DropBefore, 0, OutboundKind.Abort)]
    [InlineData(FaultKind.DropAfter, 1, OutboundKind.Abort)]
    [InlineData(FaultKind.DropMidFrame, 1, OutboundKind.TornText)]
    [InlineData(FaultKind.Throttle, 0, OutboundKind.Text)]
    [InlineData(FaultKind.DelayAnswer, 1, null)]
    [InlineData(FaultKind.DelayRequest, 0, null)]
    [InlineData(FaultKind.GarbleAnswer, 1, OutboundKind.Text)]
    [InlineData(FaultKind.UnexpectedExecuted, 1, OutboundKind.Text)]
    [InlineData(FaultKind.ServerErrorExecuted, 1, OutboundKind.Text)]
    [InlineData(FaultKind.ServerErrorNotExecuted, 0, OutboundKind.Text)]
    [InlineData(FaultKind.TooManyOrders, 0, OutboundKind.Text)]
    [InlineData(FaultKind.Busy, 0, OutboundKind.Text)]
    [InlineData(FaultKind.RefuseTimestamp, 0, OutboundKind.Text)]
    [InlineData(FaultKind.RefuseKey, 0, OutboundKind.Text)]
    public void a_fault_does_what_it_says_to_request_and_answer(
        FaultKind kind, int accepted, OutboundKind? sent)
    {
        using var venue = Open(new FaultRule(kind) { Method = "order.place", Times = 1 });
        var api = venue.Connect();
        Place(venue, api, "a");
        Assert.Equal(accepted, venue.Core.Judge("main").Counts.Accepted);
        var frames = venue.Take();
        Assert.Equal(sent is null ? [] : [sent.Value], frames.Select(frame => frame.Kind));
        if (kind is FaultKind.UnknownExecuted or FaultKind.UnknownNotExecuted)
            Assert.Contains("\"code\":-1007", frames[0].Text, StringComparison.Ordinal);
        if (kind is FaultKind.Throttle)
            Assert.Contains("\"status\":429", frames[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.DelayAnswer)]
    [InlineData(FaultKind.DelayRequest)]
    public void what_is_held_up_comes_when_its_time_has(FaultKind kind)
    {
        using var venue = Open(
            new FaultRule(kind) { Method = "order.place", DelayMsMin = 200, DelayMsMax = 200 });
        var api = venue.Connect();
        Place(venue, api, "a");
        venue.Wait(TimeSpan.FromMilliseconds(190));
        Assert.Empty(venue.Take());
        venue.Wait(TimeSpan.FromMilliseconds(10));
        Assert.Contains("\"status\":200", venue.Take().Single().Text, StringComparison.Ordinal);
        Assert.Equal(1, venue.Core.Judge("main").Counts.Accepted);
    }

    [Fact]
    public void a_rule_befalls_its_method_alone_and_as_often_as_it_says()
    {
        using var venue = Open(new FaultRule(FaultKind.LoseAnswer) { Method = "ping", Times = 2 });
        var api = venue.Connect();
        Assert.Equal(200, venue.AskUnsigned(api, "time").GetProperty("status").GetInt32());
        Assert.Throws<InvalidOperationException>(() => venue.AskUnsigned(api, "ping"));
        Assert.Throws<InvalidOperationException>(() => venue.AskUnsigned(api, "ping"));
        Assert.Equal(200, venue.AskUnsigned(api, "ping").GetProperty("status").GetInt32());
    }

    [Fact]
    public void the_same_seed_draws_the_same_faults()
    {
        Assert.Equal(Draw(4), Draw(4));
        Assert.NotEqual(Draw(4), Draw(5));

        static string Draw(ulong seed)
        {
            var plan = new FaultPlan(seed, [new FaultRule(FaultKind.LoseAnswer) { Probability = 0.3 }]);
            return string.Concat(Enumerable.Range(0, 200).Select(_ => plan.Draw("x") is null ? '.' : 'x'));
        }
    }

    [Fact]
    public void what_happens_past_the_api_is_reported_and_recorded()
    {
        using var venue = new VenueHarness();
        var api = venue.Connect();
        venue.Ask(api, "userDataStream.subscribe.signature");
        venue.Take();
        Assert.Null(venue.Core.PlaceExternally(
            "main", "BTCUSDT", "web_1", Domain.Side.Buy, 0.01m, 50_000m, venue.Now));
        Assert.Null(venue.Core.FillExternally("main", "web_1", 0.004m, venue.Now));
        Assert.Null(venue.Core.CancelExternally("main", "BTCUSDT", "web_1", venue.Now));
        Assert.Null(venue.Core.Transfer("main", "USDT", -1_000m, venue.Now));
        Assert.Equal(-2010, venue.Core.Transfer("main", "USDT", -100_000m, venue.Now)!.Code);
        var events = venue.TakeTexts(
            api).Select(json => json.GetProperty("event").GetProperty("e").GetString());
        Assert.Equal(
            [
                "executionReport", "outboundAccountPosition", "executionReport", "outboundAccountPosition",
                "executionReport", "outboundAccountPosition", "balanceUpdate", "outboundAccountPosition",
            ],
            events);
        var report = venue.Core.Judge("main");
        Assert.True(report.Orders.Single().IsExternal);
        Assert.Equal(-1_000m, report.Balances.Single(line => line.Asset == "USDT").Transfers);
        Assert.Equal(0.004m, report.Positions.Single().Net);
    }

    [Fact]
    public void an_answer_given_twice_is_carried_out_once()
    {
        using var venue = Open(new FaultRule(FaultKind.DuplicateAnswer) { Method = "order.place" });
        var api = venue.Connect();

        Place(venue, api, "a");

        var frames = venue.Take();
        Assert.Equal(2, frames.Count);
        Assert.Equal(frames[0].Text, frames[1].Text);
        Assert.Equal(1, venue.Core.Judge("main").Counts.Accepted);
    }

    [Fact]
    public void a_ban_closes_the_connection_and_holds_for_its_time()
    {
        using var venue = Open(
            new FaultRule(FaultKind.Ban) { Times = 1, DelayMsMin = 5_000, DelayMsMax = 5_000 });
        var api = venue.Connect();
        Place(venue, api, "a");
        Assert.Equal([OutboundKind.Text, OutboundKind.Close], venue.Take().Select(f => f.Kind));

        Place(venue, venue.Connect(), "b");
        Assert.Contains("\"status\":418", venue.Take()[0].Text, StringComparison.Ordinal);
        venue.Wait(TimeSpan.FromSeconds(5));
        Place(venue, venue.Connect(), "c");

        Assert.Contains("\"status\":200", venue.Take().Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void a_cancel_that_races_a_fill_finds_nothing_to_cancel()
    {
        using var venue = Open(new FaultRule(FaultKind.CancelRace) { Method = "order.cancel" });
        var api = venue.Connect();
        Place(venue, api, "a");
        venue.Take();

        var answer = venue.Ask(api, "order.cancel", ("symbol", "BTCUSDT"), ("origClientOrderId", "a"));

        Assert.Equal(-2011, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(1, venue.Core.Judge("main").Counts.Fills);
    }

    [Theory]
    [InlineData(FaultKind.LoseEvent, 0)]
    [InlineData(FaultKind.DuplicateEvent, 2)]
    public void an_event_is_lost_or_doubled(FaultKind kind, int reports)
    {
        using var venue = Open(new FaultRule(kind) { Nth = 1, Times = 1 });
        var api = venue.Connect();
        venue.Ask(api, "userDataStream.subscribe.signature");
        venue.Take();

        Place(venue, api, "a");

        Assert.Equal(
            reports, venue.Take().Count(f => f.Text.Contains("executionReport", StringComparison.Ordinal)));
    }

    [Fact]
    public void half_open_connections_say_nothing_and_hear_nothing_while_new_ones_do()
    {
        using var venue = Open(new FaultRule(FaultKind.HalfOpen) { At = TimeSpan.FromSeconds(1), Times = 1 });
        var api = venue.Connect();
        venue.Wait(TimeSpan.FromSeconds(2));
        venue.Take();

        Place(venue, api, "a");
        Assert.Empty(venue.Take());
        Place(venue, venue.Connect(), "b");

        Assert.Contains("\"status\":200", venue.Take().Single().Text, StringComparison.Ordinal);
        Assert.Equal("b", venue.Core.Judge("main").Orders.Single().ClientOrderId);
    }

    [Fact]
    public void maintenance_breaks_every_connection_and_takes_none_until_it_is_over()
    {
        using var venue = Open(new FaultRule(FaultKind.Maintenance)
        {
            At = TimeSpan.FromSeconds(1),
            Times = 1,
            DelayMsMin = 3_000,
            DelayMsMax = 3_000,
        });
        venue.Connect();
        venue.Wait(TimeSpan.FromSeconds(2));
        Assert.Equal(OutboundKind.Abort, venue.Take().Single().Kind);

        Assert.False(venue.Core.Connected(77, "/ws-api/v3", "", "10.0.0.1", venue.Now));
        venue.Wait(TimeSpan.FromSeconds(3));

        Assert.True(venue.Core.Connected(78, "/ws-api/v3", "", "10.0.0.1", venue.Now));
    }

    private static VenueHarness Open(params FaultRule[] faults) =>
        new(new SimulatedVenueSettings { Faults = faults });

    private static void Place(
        VenueHarness venue, long api, string id) => venue.Send(api, SignedRequest.Create(
        1, "order.place", venue.NowMs, ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"),
        ("timeInForce", "GTC"), ("price", "50000"), ("quantity", "0.002"), ("newClientOrderId", id)));
}
