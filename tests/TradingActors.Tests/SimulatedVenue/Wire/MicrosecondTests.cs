using System.Text;
using System.Text.Json;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class MicrosecondTests
{
    [Theory]
    [InlineData("""{"e":"trade","E":1767268800000,"t":1000000000001,"T":1767268800000}""",
        """{"e":"trade","E":1767268800000000,"t":1000000000001,"T":1767268800000000}""")]
    [InlineData("""{"e":"kline","k":{"t":1767268800000,"T":1767268859999,"n":3},"t":1767268800000}""",
        """{"e":"kline","k":{"t":1767268800000000,"T":1767268859999000,"n":3},"t":1767268800000}""")]
    [InlineData("""{"u":1767268800000,"s":"BTCUSDT"}""", """{"u":1767268800000,"s":"BTCUSDT"}""")]
    [InlineData("""{"event":{"e":"outboundAccountPosition","u":1767268800000,"B":[]}}""",
        """{"event":{"e":"outboundAccountPosition","u":1767268800000000,"B":[]}}""")]
    [InlineData("""{"id":1767268800000,"error":{"data":{"serverTime":1767268800000}},"rateLimits":[{"limit":1}]}""",
        """{"id":1767268800000,"error":{"data":{"serverTime":1767268800000}},"rateLimits":[{"limit":1}]}""")]
    [InlineData("""{"result":[[1767268800000,"1","2",1767268859999,7]]}""",
        """{"result":[[1767268800000000,"1","2",1767268859999000,7]]}""")]
    public void times_get_three_more_digits_and_nothing_else_does(string message, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(MicrosecondText.Rewrite(Encoding.UTF8.GetBytes(message))));

    [Fact]
    public void a_connection_that_asks_for_microseconds_gets_them_in_answers_and_events_alone()
    {
        using var venue = new VenueHarness();
        var fine = venue.Connect(query: "?timeUnit=MICROSECOND");
        var coarse = venue.Connect();
        venue.Ask(fine, "userDataStream.subscribe.signature");
        venue.Take();
        Assert.Equal(venue.NowMs * 1000, ServerTime(venue.AskUnsigned(fine, "time")));
        Assert.Equal(venue.NowMs, ServerTime(venue.AskUnsigned(coarse, "time")));
        venue.Core.Transfer("main", "USDT", 1m, venue.Now);
        var update = venue.TakeTexts(fine)[^2].GetProperty("event");
        Assert.Equal(venue.NowMs * 1000, update.GetProperty("T").GetInt64());
    }

    private static long ServerTime(JsonElement answer) =>
        answer.GetProperty("result").GetProperty("serverTime").GetInt64();
}
