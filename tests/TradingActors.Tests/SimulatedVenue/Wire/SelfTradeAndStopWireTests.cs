using System.Text.Json;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

/// <summary>What answers, queries and events say about prevented matches and stop orders.</summary>
public sealed class SelfTradeAndStopWireTests : IDisposable
{
    private readonly VenueHarness _venue = new();
    private readonly long _api;

    public SelfTradeAndStopWireTests()
    {
        _api = _venue.Connect();
        _venue.Ask(_api, "userDataStream.subscribe.signature");
        _venue.Take();
    }

    public void Dispose() => _venue.Dispose();

    [Fact]
    public void a_prevented_match_is_told_to_the_taker_in_its_answer_and_to_both_in_reports()
    {
        var (bid, ask) = Spread();
        var inside = (bid + 0.01m).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(bid + 0.01m < ask);
        Place("SELL", inside, "0.5", "maker");
        _venue.Take();
        var result = Place("BUY", inside, "0.8", "taker", ("selfTradePreventionMode", "EXPIRE_BOTH"));
        Assert.Equal("EXPIRED_IN_MATCH", result.GetProperty("status").GetString());
        Assert.Equal("0.80000000", result.GetProperty("preventedQuantity").GetString());
        Assert.Equal(
            $$"""[{"preventedMatchId":0,"makerOrderId":1,"price":"{{Wire(inside)}}","takerPreventedQuantity":"0.80000000","makerPreventedQuantity":"0.50000000"}]""",
            result.GetProperty("preventedMatches").GetRawText());

        var reports = Reports();
        Assert.Equal(["NEW", "TRADE_PREVENTION", "TRADE_PREVENTION"], Texts(reports, "x"));
        Assert.Equal(["NEW", "EXPIRED_IN_MATCH", "EXPIRED_IN_MATCH"], Texts(reports, "X"));
        var taker = reports[2];
        Assert.Equal((0, 1, -1), (Whole(taker, "v"), Whole(taker, "U"), Whole(taker, "u")));
        Assert.Equal(
            ("0.80000000", "0.80000000", "0.50000000", Wire(inside), "BTCUSDT"),
            (Text(taker, "A"), Text(taker, "B"), Text(taker, "pl"), Text(taker, "pL"), Text(taker, "Cs")));
        Assert.Equal(2, Whole(reports[1], "U"));

        var row = _venue.Ask(_api, "myPreventedMatches", ("symbol", "BTCUSDT"), ("orderId", "2"))
            .GetProperty("result")[0];
        Assert.Equal((1, 2), (Whole(row, "makerOrderId"), Whole(row, "takerOrderId")));
    }

    [Fact]
    public void a_stop_order_is_new_while_it_waits_and_new_again_when_it_works()
    {
        _venue.Wait(TimeSpan.FromSeconds(2));
        var (bid, _) = Spread();
        _venue.Take();
        var result = _venue.Ask(
            _api, "order.place", ("symbol", "BTCUSDT"), ("side", "SELL"), ("type", "STOP_LOSS_LIMIT"),
            ("timeInForce", "GTC"), ("price", "90000"), ("stopPrice", Text(bid - 3m)), ("quantity", "0.01"),
            ("newClientOrderId", "stop"), ("newOrderRespType", "RESULT")).GetProperty("result");
        Assert.Equal(("NEW", -1), (Text(result, "status"), Whole(result, "workingTime")));
        Assert.Equal(Wire(Text(bid - 3m)), Text(result, "stopPrice"));
        var waiting = Reports().Single();
        Assert.Equal(("NEW", Wire(Text(bid - 3m))), (Text(waiting, "X"), Text(waiting, "P")));
        Assert.False(waiting.GetProperty("w").GetBoolean());
        Assert.False(waiting.TryGetProperty("W", out _));
        Assert.False(Status("stop").GetProperty("isWorking").GetBoolean());

        var placedAt = _venue.NowMs;
        Sweep(bid - 3m);
        var working = Reports().Single(report => Text(report, "c") == "stop");
        Assert.Equal(("NEW", "NEW"), (Text(working, "x"), Text(working, "X")));
        Assert.True(working.GetProperty("w").GetBoolean());
        Assert.True(working.GetProperty("W").GetInt64() >= placedAt);
        Assert.True(Status("stop").GetProperty("isWorking").GetBoolean());
    }

    [Fact]
    public void an_order_without_a_mode_gets_the_symbols_default_and_labels_come_back()
    {
        var result = Place("BUY", "50000", "0.002", "a", ("strategyId", "7"), ("strategyType", "1000001"));
        Assert.Equal(("EXPIRE_MAKER", 7, 1_000_001), (
            Text(result, "selfTradePreventionMode"), Whole(result, "strategyId"), Whole(result, "strategyType")));
        var info = _venue.AskUnsigned(_api, "exchangeInfo", ("symbol", "BTCUSDT"))
            .GetProperty("result").GetProperty("symbols")[0];
        Assert.Equal("EXPIRE_MAKER", Text(info, "defaultSelfTradePreventionMode"));
        Assert.Equal(
            """["NONE","EXPIRE_MAKER","EXPIRE_TAKER","EXPIRE_BOTH","DECREMENT"]""",
            info.GetProperty("allowedSelfTradePreventionModes").GetRawText());
        Assert.Contains("TAKE_PROFIT_LIMIT", info.GetProperty("orderTypes").GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>Sells down to a price with an order that everybody sees traded there.</summary>
    private void Sweep(decimal price)
    {
        _venue.Core.PlaceExternally(
            "main", "BTCUSDT", "bid-" + price, TradingActors.Domain.Side.Buy, 0.001m, price, _venue.Now);
        for (var i = 0; i < 200 && !Status("stop").GetProperty("isWorking").GetBoolean(); i++)
        {
            _venue.Core.Transfer("main", "BTC", 5m, _venue.Now);
            _venue.Ask(
                _api, "order.place", ("symbol", "BTCUSDT"), ("side", "SELL"), ("type", "LIMIT"),
                ("timeInForce", "IOC"), ("price", Text(price)), ("quantity", "5"),
                ("selfTradePreventionMode", "NONE"));
        }
    }

    private (decimal Bid, decimal Ask) Spread()
    {
        var depth = _venue.AskUnsigned(_api, "depth", ("symbol", "BTCUSDT"), ("limit", "1")).GetProperty("result");
        return (Best(depth, "bids"), Best(depth, "asks"));
    }

    private JsonElement Place(
        string side, string price, string quantity, string id, params (string, string)[] more) => _venue.Ask(
        _api,
        "order.place",
        [
            ("symbol", "BTCUSDT"), ("side", side), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", price),
            ("quantity", quantity), ("newClientOrderId", id), .. more,
        ]).GetProperty("result");

    private JsonElement Status(string id) => _venue.Ask(
        _api, "order.status", ("symbol", "BTCUSDT"), ("origClientOrderId", id)).GetProperty("result");

    private List<JsonElement> Reports() => [.. _venue.TakeTexts(_api)
        .Where(json => json.TryGetProperty("event", out var data) && Text(data, "e") == "executionReport")
        .Select(json => json.GetProperty("event"))];

    private static decimal Best(JsonElement depth, string side) => decimal.Parse(
        depth.GetProperty(side)[0][0].GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string?> Texts(List<JsonElement> reports, string name) =>
        reports.Select(report => Text(report, name));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string Text(decimal value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Wire(string amount) => decimal.Parse(
        amount, System.Globalization.CultureInfo.InvariantCulture)
        .ToString("F8", System.Globalization.CultureInfo.InvariantCulture);

    private static int Whole(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
