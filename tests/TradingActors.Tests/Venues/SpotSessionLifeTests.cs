using TradingActors.Domain;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Signing;
using Xunit;
using static TradingActors.Tests.Venues.SpotSessionHarness;

namespace TradingActors.Tests.Venues;

/// <summary>From the open connection to its end: handshake, pings, clock, failures.</summary>
public class SpotSessionLifeTests
{
    [Fact]
    public void a_handshake_that_goes_unanswered_fails_the_session_once()
    {
        using var venue = new SpotSessionHarness();
        venue.Session.Opened(venue.Now);
        Assert.Equal(venue.Now.Monotonic + TimeSpan.FromSeconds(5), venue.Session.NextDeadline);
        venue.Advance(5);

        venue.Session.Tick(venue.Now);
        venue.Session.Tick(venue.Now);

        var failed = Assert.Single(venue.Sink.Take().OfType<VenueSessionFailed>());
        Assert.Equal(VenueCodes.HandshakeOverdue, failed.Code);
        Assert.False(venue.Session.IsReady);
    }

    [Theory]
    [InlineData("exchangeInfo", 400, -1121, "Invalid symbol.")]
    [InlineData("userDataStream.subscribe.signature", 401, -2015, "Invalid API-key, IP, or permissions.")]
    [InlineData("userDataStream.subscribe.signature", 400, -1022, "Signature for this request is not valid.")]
    [InlineData("userDataStream.subscribe.signature", 500, -1000, "An unknown error occurred.")]
    public void a_refused_handshake_fails_the_session_with_the_venues_code(
        string method, int status, int code, string message)
    {
        using var venue = new SpotSessionHarness();
        venue.Session.Opened(venue.Now);
        venue.AnswerTime();

        venue.Refuse(method, status, code, message);

        var failed = Assert.IsType<VenueSessionFailed>(venue.Sink.Events[^1]);
        Assert.Equal($"{code}", failed.Code);
        Assert.Equal(code is -2015 or -1022, failed.IsConfiguration);
        Assert.Contains(message, failed.Reason);
    }

    [Fact]
    public void a_throttled_handshake_says_when_to_come_back_on_our_clock()
    {
        using var venue = new SpotSessionHarness();
        venue.Session.Opened(venue.Now);
        venue.AnswerTime(offsetMs: 2000);

        venue.Refuse(
            "exchangeInfo", 418, -1003, "banned",
            $$"""{"serverTime":1,"retryAfter":{{Ms(venue.Now.Wall.AddSeconds(62))}}}""");

        var throttled = Assert.IsType<VenueThrottled>(venue.Sink.Events[^2]);
        Assert.Equal((venue.Now.Wall.AddSeconds(60), true), (throttled.RetryAt, throttled.IsBan));
        Assert.IsType<VenueSessionFailed>(venue.Sink.Events[^1]);
    }

    [Fact]
    public void a_ping_is_sent_every_three_seconds_and_its_round_trip_told()
    {
        using var venue = new SpotSessionHarness().MakeReady(offsetMs: 250);
        Assert.Equal(venue.Now.Monotonic + TimeSpan.FromSeconds(3), venue.Session.NextDeadline);
        venue.Advance(3);
        venue.Session.Tick(venue.Now);
        venue.Advance(0.040);
        venue.Answer("ping", "{}");

        var measured = Assert.IsType<VenuePingMeasured>(Assert.Single(venue.Sink.Take()));

        Assert.Equal(TimeSpan.FromMilliseconds(40), measured.RoundTrip);
        Assert.Equal(TimeSpan.FromMilliseconds(250), measured.ClockOffset);
    }

    [Fact]
    public void a_pong_that_is_overdue_fails_the_session()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Advance(3);
        venue.Session.Tick(venue.Now);
        venue.Advance(4.9);
        venue.Session.Tick(venue.Now);
        Assert.Empty(venue.Sink.Take().OfType<VenueSessionFailed>());
        venue.Advance(0.1);
        venue.Session.Tick(venue.Now);

        Assert.Equal(VenueCodes.PongOverdue, Assert.IsType<VenueSessionFailed>(venue.Sink.Take()[^1]).Code);
        Assert.Single(venue.Sink.Frames, f => f.Contains("\"ping\"", StringComparison.Ordinal));
    }

    [Fact]
    public void stamps_follow_the_venues_clock_even_when_ours_jumps()
    {
        using var venue = new SpotSessionHarness().MakeReady(offsetMs: -1500);
        venue.Advance(1);
        var jumped = new Instant(venue.Now.Wall.AddHours(1), venue.Now.Monotonic);

        venue.Session.Send(Order(), jumped);

        Assert.Contains($"\"timestamp\":{Ms(venue.Now.Wall.AddMilliseconds(-1500))}", venue.Sink.Frames[^1]);
    }

    [Fact]
    public void a_slow_measurement_does_not_replace_a_good_one_but_a_refused_stamp_makes_it_count()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Advance(3);
        venue.Session.Tick(venue.Now);
        venue.Advance(2);
        venue.AnswerTime(offsetMs: -400);
        venue.Session.Send(Order("a1-7-43"), venue.Now);
        Assert.Contains($"\"timestamp\":{Ms(venue.Now.Wall)}", venue.Sink.Frames[^1]);

        venue.Refuse("order.place", 400, -1021, "Timestamp for this request is outside of the recvWindow.");
        venue.Advance(2);
        venue.AnswerTime(offsetMs: -400);
        venue.Session.Send(Order("a1-7-44"), venue.Now);

        Assert.Contains($"\"timestamp\":{Ms(venue.Now.Wall.AddMilliseconds(600))}", venue.Sink.Frames[^1]);
    }

    [Fact]
    public void a_key_revoked_in_mid_session_fails_it()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Receive(
            """
            {"id":null,"status":401,
            "error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}}
            """);

        var failed = Assert.IsType<VenueSessionFailed>(Assert.Single(venue.Sink.Take()));
        Assert.Equal(("-2015", true), (failed.Code, failed.IsConfiguration));
        Assert.False(venue.Session.IsReady);
    }

    [Fact]
    public void an_account_stream_that_the_venue_ends_fails_the_session_once()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Event("""{"e":"eventStreamTerminated","E":1728973001334}""");
        venue.Event("""{"e":"eventStreamTerminated","E":1728973001334}""");

        Assert.Equal(
            VenueCodes.EventStreamTerminated,
            Assert.IsType<VenueSessionFailed>(Assert.Single(venue.Sink.Take())).Code);
    }

    [Fact]
    public void a_command_to_a_session_that_is_not_ready_is_a_definite_local_no()
    {
        using var venue = new SpotSessionHarness();

        venue.Session.Send(Order(), venue.Now);
        venue.Session.Send(new CancelAtVenue(new VenueClientId("x"), BtcUsdt), venue.Now);
        venue.Session.Send(new QueryBalances(), venue.Now);

        var events = venue.Sink.Take();
        Assert.Equal(VenueCodes.SessionNotReady, Assert.IsType<VenueRejected>(events[0]).Code);
        Assert.Equal(VenueCodes.SessionNotReady, Assert.IsType<VenueCancelRejected>(events[1]).Code);
        Assert.Equal(VenueCodes.SessionNotReady, Assert.IsType<VenueQueryFailed>(events[2]).Code);
        Assert.Empty(venue.Sink.Frames);
    }

    [Fact]
    public void a_new_session_on_a_new_connection_logs_on_and_subscribes_again()
    {
        using var first = new SpotSessionHarness(Ed25519Secret).MakeReady();
        first.Session.Closed(first.Now);

        using var second = new SpotSessionHarness(Ed25519Secret).MakeReady();

        Assert.True(second.Session.IsReady);
        Assert.Single(
            second.Sink.Frames, f => f.Contains("\"userDataStream.subscribe\"", StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => second.Session.Opened(second.Now));
    }

    [Fact]
    public void settings_that_cannot_work_are_named()
    {
        var settings = new BinanceSpotSettings(ApiKey, VenueSecret.FromText(HmacSecret), [BtcUsdt]);

        Assert.Null(settings.Problem());
        Assert.Contains("RecvWindowMs=60001", (settings with { RecvWindowMs = 60_001 }).Problem());
        Assert.Contains("ApiKey", (settings with { ApiKey = "" }).Problem());
        Assert.Contains("Symbols", (settings with { Symbols = [] }).Problem());
        Assert.Contains("PendingRequestsMax=100", (settings with { PendingRequestsMax = 100 }).Problem());
        Assert.Throws<ArgumentException>(
            () => new BinanceSpotSession(settings with { RecvWindowMs = 0 }, new RecordingSink()));
    }
}
