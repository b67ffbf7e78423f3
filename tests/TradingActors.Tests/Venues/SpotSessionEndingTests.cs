using TradingActors.Domain;
using TradingActors.Venues.Binance;
using Xunit;
using static TradingActors.Tests.Venues.SpotSessionHarness;

namespace TradingActors.Tests.Venues;

/// <summary>A connection that will end soon goes on trading until its owner has moved away.</summary>
public sealed class SpotSessionEndingTests
{
    private const string Shutdown = """{"event":{"e":"serverShutdown","E":1770123456789}}""";

    [Fact]
    public void a_shutdown_is_announced_once_and_orders_still_go_out()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Receive(Shutdown);
        venue.Receive(Shutdown);

        Assert.Equal(
            VenueCodes.ServerShutdown,
            Assert.IsType<VenueSessionEnding>(Assert.Single(venue.Sink.Take())).Code);
        Assert.True(venue.Session.IsReady);
        venue.Session.Send(Order(), venue.Now);
        Assert.Contains("order.place", venue.Sink.Frames[^1]);
    }

    [Fact]
    public void a_shutdown_before_the_session_is_ready_fails_it()
    {
        using var venue = new SpotSessionHarness();
        venue.Session.Opened(venue.Now);

        venue.Receive(Shutdown);

        var failed = Assert.IsType<VenueSessionFailed>(Assert.Single(venue.Sink.Take()));
        Assert.Equal(VenueCodes.ServerShutdown, failed.Code);
    }

    [Fact]
    public void its_longest_life_is_announced_once()
    {
        using var venue = new SpotSessionHarness(with: s => s with
        {
            LifeMax = TimeSpan.FromSeconds(2),
            InstrumentsEvery = TimeSpan.FromHours(1),
        }).MakeReady();
        Assert.Equal(venue.Now.Monotonic + TimeSpan.FromSeconds(2), venue.Session.NextDeadline);
        venue.Advance(2);

        venue.Session.Tick(venue.Now);
        venue.Session.Tick(venue.Now);

        Assert.Equal(
            VenueCodes.LifeNearItsEnd,
            Assert.IsType<VenueSessionEnding>(Assert.Single(venue.Sink.Take())).Code);
        Assert.True(venue.Session.IsReady);
        Assert.True(venue.Session.NextDeadline > venue.Now.Monotonic);
    }

    [Fact]
    public void a_quiet_account_stream_is_no_reason_to_reconnect()
    {
        using var venue = new SpotSessionHarness(
            with: s => s with { InstrumentsEvery = TimeSpan.FromDays(2) }).MakeReady();
        for (var i = 0; i < 3_600; i++)
        {
            venue.Advance(3);
            venue.Session.Tick(venue.Now);
            venue.Answer("ping", "{}");
            venue.AnswerTime();
        }

        Assert.All(venue.Sink.Take(), e => Assert.IsType<VenuePingMeasured>(e));
        Assert.True(venue.Session.IsReady);
    }

    [Fact]
    public void what_is_in_flight_is_counted_until_it_is_answered_or_overdue()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Order("a1-7-1"), venue.Now);
        venue.Session.Send(Order("a1-7-2"), venue.Now);
        Assert.Equal(2, venue.Session.InFlight);

        venue.Refuse("order.place", 400, -2010, "Account has insufficient balance for requested action.");
        Assert.Equal(1, venue.Session.InFlight);
        venue.Advance(5);
        venue.Session.Tick(venue.Now);

        Assert.Single(venue.Sink.Take().OfType<VenueOutcomeUnknown>());
        Assert.Equal(2, venue.Sink.Frames.Count(f => f.Contains("order.place", StringComparison.Ordinal)));
    }
}
