using System.Globalization;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class OwnMatchStreamTests
{
    [Fact]
    public void a_match_of_two_accounts_is_one_public_trade_and_an_event_for_each()
    {
        using var venue = new VenueHarness(new SimulatedVenueSettings
        {
            Accounts =
            [
                new VenueAccountSettings(),
                new VenueAccountSettings { Name = "other", ApiKey = "other", Secret = "simulated-secret" },
            ],
        });
        var maker = venue.Connect();
        var taker = venue.Connect();
        var tape = venue.Connect("/ws/btcusdt@trade");
        venue.Ask(maker, "userDataStream.subscribe.signature");
        venue.Ask(taker, "userDataStream.subscribe.signature", ("apiKey", "other"));
        var price = InsideTheSpread(venue, maker);
        Place(venue, maker, "simulated-key", "SELL", price);
        venue.Take();
        Place(venue, taker, "other", "BUY", price);

        var sent = venue.Take().Where(frame => frame.Kind == OutboundKind.Text).ToList();
        var trade = JsonDocument.Parse(sent.Single(frame => frame.Connection == tape).Text).RootElement;
        var makerReport = Trade(sent, maker);
        var takerReport = Trade(sent, taker);
        Assert.Equal(trade.GetProperty("t").GetInt64(), makerReport.GetProperty("t").GetInt64());
        Assert.Equal(trade.GetProperty("t").GetInt64(), takerReport.GetProperty("t").GetInt64());
        Assert.True(makerReport.GetProperty("m").GetBoolean());
        Assert.False(takerReport.GetProperty("m").GetBoolean());
        Assert.False(trade.GetProperty("m").GetBoolean());
        Assert.Equal(("USDT", "BTC"), (
            makerReport.GetProperty("N").GetString(), takerReport.GetProperty("N").GetString()));
        Assert.Empty(venue.Core.Audit());
        var fills = new[] { "main", "other" }.Select(name => venue.Core.Judge(name).Fills.Single()).ToList();
        Assert.Equal([(Side.Sell, true), (Side.Buy, false)], fills.Select(fill => (fill.Side, fill.IsMaker)));
    }

    private static string InsideTheSpread(VenueHarness venue, long api)
    {
        var depth = venue.AskUnsigned(api, "depth", ("symbol", "BTCUSDT"), ("limit", "1")).GetProperty("result");
        var bid = decimal.Parse(depth.GetProperty("bids")[0][0].GetString()!, CultureInfo.InvariantCulture);
        return (bid + 0.01m).ToString(CultureInfo.InvariantCulture);
    }

    private static void Place(VenueHarness venue, long api, string key, string side, string price) =>
        Assert.Equal(200, venue.Ask(
            api, "order.place", ("apiKey", key), ("symbol", "BTCUSDT"), ("side", side), ("type", "LIMIT"),
            ("timeInForce", "GTC"), ("price", price), ("quantity", "0.5")).GetProperty("status").GetInt32());

    private static JsonElement Trade(
        List<(long Connection, OutboundKind Kind, string Text)> sent, long connection) => sent
        .Where(frame => frame.Connection == connection)
        .Select(frame => JsonDocument.Parse(frame.Text).RootElement)
        .Where(json => json.TryGetProperty("event", out _))
        .Select(json => json.GetProperty("event"))
        .Single(json => json.TryGetProperty("x", out var kind) && kind.GetString() == "TRADE");
}
