using TradingActors.Domain;
using TradingActors.Venues.Binance;
using Xunit;
using static TradingActors.Tests.Venues.SpotSessionHarness;

namespace TradingActors.Tests.Venues;

/// <summary>How each order command ends: done, refused, unknown, and each of them once.</summary>
public class SpotSessionOutcomeTests
{
    private const string Ack =
        """{"symbol":"BTCUSDT","orderId":77,"clientOrderId":"a1-7-42","transactTime":1660801715639}""";

    private const string NewAck =
        """{"symbol":"BTCUSDT","orderId":78,"clientOrderId":"a1-7-43","transactTime":1660813156959}""";

    private static readonly VenueClientId Id = new("a1-7-42");
    private static readonly CancelAtVenue Cancel = new(Id, BtcUsdt);
    private static readonly ReplaceAtVenue Replace = new(Id, Order("a1-7-43"));

    [Theory]
    [InlineData(400, -1013, "refused")]
    [InlineData(400, -1021, "refused")]
    [InlineData(400, -1100, "refused")]
    [InlineData(400, -1102, "refused")]
    [InlineData(400, -1111, "refused")]
    [InlineData(400, -1121, "refused")]
    [InlineData(400, -2010, "refused")]
    [InlineData(400, -9999, "refused")]
    [InlineData(400, -2013, "refused")]
    [InlineData(418, -1003, "throttled")]
    [InlineData(429, -1003, "throttled")]
    [InlineData(429, -1015, "throttled")]
    [InlineData(403, -1000, "throttled")]
    [InlineData(503, -1008, "throttled")]
    [InlineData(400, -1000, "unknown")]
    [InlineData(400, -1001, "unknown")]
    [InlineData(400, -1006, "unknown")]
    [InlineData(408, -1007, "unknown")]
    [InlineData(500, -1016, "unknown")]
    [InlineData(500, -2010, "unknown")]
    [InlineData(504, -9999, "unknown")]
    [InlineData(0, -2010, "unknown")]
    [InlineData(400, -1022, "key")]
    [InlineData(400, -1002, "key")]
    [InlineData(400, -2014, "key")]
    [InlineData(401, -2015, "key")]
    public void an_error_answer_to_an_order_means_one_thing(int status, int code, string meaning)
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Order(), venue.Now);

        venue.Refuse("order.place", status, code, "because");

        var events = venue.Sink.Take();
        if (meaning == "unknown")
            Assert.Equal(
                new VenueOutcomeUnknown(Id, VenueRequestKind.Place, $"{code} because", venue.Now.Wall),
                Assert.Single(events));
        else
            Assert.Equal(new VenueRejected(Id, $"{code}", "because", venue.Now.Wall), events[0]);
        Assert.Equal(meaning == "throttled", events.Any(e => e is VenueThrottled));
        Assert.Equal(meaning == "key", events.Any(e => e is VenueSessionFailed));
        Assert.Equal(meaning is "refused" or "unknown" ? 1 : 2, events.Length);
        Assert.Equal(meaning != "key", venue.Session.IsReady);
    }

    [Fact]
    public void a_throttled_order_is_refused_and_the_retry_time_is_the_venues()
    {
        using var venue = new SpotSessionHarness().MakeReady(offsetMs: 1000);
        venue.Session.Send(Order(), venue.Now);

        venue.Refuse(
            "order.place", 429, -1003, "too much",
            $$"""{"serverTime":1,"retryAfter":{{Ms(venue.Now.Wall.AddSeconds(31))}}}""");

        var events = venue.Sink.Take();
        Assert.Equal("-1003", Assert.IsType<VenueRejected>(events[0]).Code);
        Assert.Equal(new VenueThrottled("-1003", venue.Now.Wall.AddSeconds(30), venue.Now.Wall), events[1]);
    }

    [Theory]
    [InlineData(429, -1015, RateKind.Orders, false)]
    [InlineData(429, -1003, RateKind.RequestWeight, false)]
    [InlineData(418, -1003, RateKind.RequestWeight, true)]
    public void a_throttle_says_what_is_counted_out_and_whether_the_address_is_banned(
        int status, int code, RateKind kind, bool isBan)
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Order(), venue.Now);

        venue.Refuse("order.place", status, code, "too much");

        var throttled = Assert.IsType<VenueThrottled>(venue.Sink.Take()[1]);
        Assert.Equal((kind, isBan), (throttled.Kind, throttled.IsBan));
    }

    [Fact]
    public void silence_is_unknown_once_and_a_late_answer_still_counts()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Order(), venue.Now);
        venue.Advance(4.999);
        venue.Session.Tick(venue.Now);
        Assert.Empty(venue.Sink.Take().OfType<VenueOutcomeUnknown>());
        venue.Advance(0.001);
        venue.Session.Tick(venue.Now);
        venue.Session.Tick(venue.Now);
        Assert.Equal(
            VenueRequestKind.Place, Assert.Single(venue.Sink.Take().OfType<VenueOutcomeUnknown>()).Request);

        venue.Answer("order.place", Ack);

        Assert.Equal(Id, Assert.IsType<VenueAccepted>(Assert.Single(venue.Sink.Take())).Id);
        venue.Session.Closed(venue.Now);
        Assert.Empty(venue.Sink.Take().OfType<VenueOutcomeUnknown>());
    }

    [Fact]
    public void a_closed_connection_leaves_every_unanswered_request_unknown_once()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Order(), venue.Now);
        venue.Session.Send(new CancelAtVenue(new VenueClientId("other"), BtcUsdt), venue.Now);
        venue.Session.Send(Replace with { OriginalId = new VenueClientId("third") }, venue.Now);
        venue.Session.Send(new QueryBalances(), venue.Now);

        venue.Session.Closed(venue.Now);
        venue.Session.Closed(venue.Now);

        var events = venue.Sink.Take();
        Assert.Equal(
            [
                ("a1-7-42", VenueRequestKind.Place), ("other", VenueRequestKind.Cancel),
                ("third", VenueRequestKind.Replace), ("a1-7-43", VenueRequestKind.Replace),
            ],
            events.OfType<VenueOutcomeUnknown>().Select(e => (e.Id.Value, e.Request)));
        Assert.Equal(
            VenueCodes.ConnectionClosed, Assert.Single(events.OfType<VenueQueryFailed>()).Code);
        Assert.Equal(5, events.Length);
        Assert.Equal(TimeSpan.MaxValue, venue.Session.NextDeadline);
    }

    [Fact]
    public void an_order_that_the_stream_has_told_of_is_never_unknown_and_not_accepted_again()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Order(), venue.Now);
        venue.Event(GoldenFrames.ReportNew);
        Assert.IsType<VenueAccepted>(Assert.Single(venue.Sink.Take()));

        venue.Advance(5);
        venue.Session.Tick(venue.Now);
        venue.Answer("order.place", Ack);
        venue.Session.Closed(venue.Now);

        Assert.Empty(venue.Sink.Take().OfType<VenueOrderEvent>());
    }

    [Fact]
    public void an_acceptance_under_another_id_is_not_believed()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Order(), venue.Now);

        venue.Answer("order.place", NewAck);

        var events = venue.Sink.Take();
        Assert.Contains("clientOrderId", Assert.IsType<VenueFrameUnreadable>(events[0]).Reason);
        Assert.IsType<VenueOutcomeUnknown>(events[1]);
    }

    [Fact]
    public void a_cancel_is_done_refused_or_unknown()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Cancel, venue.Now);
        venue.Answer("order.cancel", GoldenFrames.CanceledResult);
        venue.Session.Send(Cancel, venue.Now);
        venue.Refuse("order.cancel", 400, -2011, "Unknown order sent.");
        venue.Session.Send(Cancel, venue.Now);
        venue.Refuse("order.cancel", 500, -1007, "Timeout");

        Assert.Equal(
            [
                new VenueCanceled(
                    Id, new Quantity(0.00001m), DateTimeOffset.FromUnixTimeMilliseconds(1684804350068)),
                new VenueCancelRejected(Id, "-2011", "Unknown order sent.", venue.Now.Wall),
                new VenueOutcomeUnknown(Id, VenueRequestKind.Cancel, "-1007 Timeout", venue.Now.Wall),
            ],
            venue.Sink.Take());
    }

    [Fact]
    public void a_cancel_of_everything_tells_each_order_and_nothing_when_none_was_open()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(new CancelAllAtVenue(BtcUsdt), venue.Now);
        venue.Answer(
            "openOrders.cancelAll", $"[{GoldenFrames.CanceledResult},{GoldenFrames.CanceledListResult}]");
        Assert.Equal(
            ["a1-7-42", "bX5wROblo6YeDwa9iTLeyY"],
            venue.Sink.Take().Cast<VenueCanceled>().Select(e => e.Id.Value));

        venue.Session.Send(new CancelAllAtVenue(BtcUsdt), venue.Now);
        venue.Refuse("openOrders.cancelAll", 400, -2011, "Unknown order sent.");
        Assert.Empty(venue.Sink.Take());

        venue.Session.Send(new CancelAllAtVenue(BtcUsdt), venue.Now);
        venue.Refuse("openOrders.cancelAll", 500, -1000, "?");
        Assert.IsType<VenueQueryFailed>(Assert.Single(venue.Sink.Take()));
    }

    public static TheoryData<int, string, string> Replaces => new()
    {
        {
            200,
            $$"""
            "result":{"cancelResult":"SUCCESS","newOrderResult":"SUCCESS",
            "cancelResponse":{{GoldenFrames.CanceledResult}},"newOrderResponse":{{NewAck}} }
            """,
            "VenueCanceled a1-7-42, VenueAccepted a1-7-43"
        },
        {
            400,
            """
            "error":{"code":-2022,"msg":"Order cancel-replace failed.","data":{"cancelResult":"FAILURE",
            "newOrderResult":"NOT_ATTEMPTED","cancelResponse":{"code":-2011,"msg":"Unknown order sent."},
            "newOrderResponse":null}}
            """,
            "VenueCancelRejected a1-7-42, VenueRejected a1-7-43"
        },
        {
            409,
            $$$""""
            "error":{"code":-2021,"msg":"Order cancel-replace partially failed.","data":{
            "cancelResult":"SUCCESS","newOrderResult":"FAILURE",
            "cancelResponse":{{{GoldenFrames.CanceledResult}}},
            "newOrderResponse":{"code":-2010,"msg":"Order would immediately match and take."} } }
            """",
            "VenueCanceled a1-7-42, VenueRejected a1-7-43"
        },
        {
            409,
            $$$""""
            "error":{"code":-2021,"msg":"Order cancel-replace partially failed.","data":{
            "cancelResult":"SUCCESS","newOrderResult":"FAILURE",
            "cancelResponse":{{{GoldenFrames.CanceledResult}}},
            "newOrderResponse":{"code":-1007,"msg":"Timeout"} } }
            """",
            "VenueCanceled a1-7-42, VenueOutcomeUnknown a1-7-43"
        },
        {
            409,
            $$$""""
            "error":{"code":-2021,"msg":"Order cancel-replace partially failed.","data":{
            "cancelResult":"SUCCESS","newOrderResult":"FAILURE",
            "cancelResponse":{{{GoldenFrames.CanceledResult}}},
            "newOrderResponse":{"code":-1015,"msg":"Too many new orders."} } }
            """",
            "VenueCanceled a1-7-42, VenueThrottled, VenueRejected a1-7-43"
        },
        {
            409,
            $$$""""
            "error":{"code":-2021,"msg":"Order cancel-replace partially failed.","data":{
            "cancelResult":"FAILURE","newOrderResult":"SUCCESS",
            "cancelResponse":{"code":-2011,"msg":"Unknown order sent."},
            "newOrderResponse":{{{NewAck}}} } }
            """",
            "VenueCancelRejected a1-7-42, VenueAccepted a1-7-43"
        },
        {
            429,
            """ "error":{"code":-1015,"msg":"Too many new orders; current limit is 50 orders."}""",
            "VenueCancelRejected a1-7-42, VenueRejected a1-7-43, VenueThrottled"
        },
        {
            400,
            """ "error":{"code":-1013,"msg":"Filter failure: PRICE_FILTER"}""",
            "VenueCancelRejected a1-7-42, VenueRejected a1-7-43"
        },
        {
            500,
            """ "error":{"code":-1000,"msg":"?"}""",
            "VenueOutcomeUnknown a1-7-42, VenueOutcomeUnknown a1-7-43"
        },
        {
            200,
            """ "result":{"cancelResult":"SUCCESS","newOrderResult":"SUCCESS"}""",
            "VenueFrameUnreadable, VenueOutcomeUnknown a1-7-42, VenueOutcomeUnknown a1-7-43"
        },
    };

    [Theory]
    [MemberData(nameof(Replaces))]
    public void a_replace_ends_with_one_event_for_each_of_its_legs(int status, string body, string expected)
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Replace, venue.Now);

        venue.Receive($$"""{"id":{{venue.IdOf("order.cancelReplace")}},"status":{{status}},{{body}} }""");

        Assert.Equal(expected, string.Join(", ", venue.Sink.Take().Select(Name)));
    }

    [Fact]
    public void at_the_bound_new_orders_stop_first_and_cancels_last()
    {
        using var venue = new SpotSessionHarness(with: s => s with { PendingRequestsMax = 8 }).MakeReady();
        for (var i = 0; i < 7; i++)
            venue.Session.Send(Order($"o{i}"), venue.Now);
        Assert.Equal("o6", Assert.IsType<VenueRejected>(Assert.Single(venue.Sink.Take())).Id.Value);

        for (var i = 0; i < 3; i++)
            venue.Session.Send(new CancelAtVenue(new VenueClientId($"c{i}"), BtcUsdt), venue.Now);
        var refused = Assert.IsType<VenueCancelRejected>(Assert.Single(venue.Sink.Take()));
        Assert.Equal(("c2", VenueCodes.TooManyInFlight), (refused.Id.Value, refused.Code));

        venue.Advance(5);
        venue.Session.Tick(venue.Now);
        Assert.Equal(8, venue.Sink.Take().OfType<VenueOutcomeUnknown>().Count());
        venue.Session.Send(Order("again"), venue.Now);
        Assert.Empty(venue.Sink.Take());
    }

    [Fact]
    public void an_answer_whose_place_was_needed_again_is_reported_not_lost()
    {
        using var venue = new SpotSessionHarness(with: s => s with { PendingRequestsMax = 8 }).MakeReady();
        venue.Session.Send(Order(), venue.Now);
        var first = venue.IdOf("order.place");
        venue.Advance(5);
        venue.Session.Tick(venue.Now);
        venue.Answer("ping", "{}");
        venue.AnswerTime();
        for (var i = 0; i < 6; i++)
        {
            venue.Session.Send(Order($"o{i}"), venue.Now);
            venue.Refuse("order.place", 400, -2010, "x");
        }

        venue.Session.Send(Order("o7"), venue.Now);
        venue.Session.Send(Order("o8"), venue.Now);
        venue.Sink.Take();

        venue.Receive($$"""{"id":{{first}},"status":200,"result":{{Ack}} }""");

        var unreadable = Assert.IsType<VenueFrameUnreadable>(Assert.Single(venue.Sink.Take()));
        Assert.Contains("not known", unreadable.Reason);
    }

    private static string Name(VenueEvent venueEvent) =>
        venueEvent is VenueOrderEvent one ? $"{one.GetType().Name} {one.Id}" : venueEvent.GetType().Name;
}
