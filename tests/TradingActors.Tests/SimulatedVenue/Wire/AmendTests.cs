using System.Text.Json;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class AmendTests : IDisposable
{
    private readonly VenueHarness _venue = new();
    private readonly long _api;

    public AmendTests()
    {
        _api = _venue.Connect();
        _venue.Ask(
            _api, "order.place", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"),
            ("timeInForce", "GTC"), ("price", "50000"), ("quantity", "0.004"), ("newClientOrderId", "first"));
    }

    public void Dispose() => _venue.Dispose();

    [Fact]
    public void an_order_becomes_smaller_under_a_new_id_and_its_lock_with_it()
    {
        _venue.Ask(_api, "userDataStream.subscribe.signature");
        _venue.Take();
        var result = Amend("0.003", ("newClientOrderId", "second")).GetProperty("result");
        var order = result.GetProperty("amendedOrder");
        Assert.Equal(("first", "second", "0.00300000", "NEW"), (
            Text(order, "origClientOrderId"), Text(order, "clientOrderId"), Text(order, "qty"),
            Text(order, "status")));
        var report = _venue.TakeTexts(_api)[1].GetProperty("event");
        Assert.Equal(("REPLACED", "NEW", "second", "first", "0.00300000"), (
            Text(report, "x"), Text(report, "X"), Text(report, "c"), Text(report, "C"), Text(report, "q")));
        Assert.Equal(result.GetProperty("executionId").GetInt64(), report.GetProperty("I").GetInt64());
        var row = _venue.Ask(_api, "order.amendments", ("symbol", "BTCUSDT"), ("orderId", "1"))
            .GetProperty("result")[0];
        Assert.Equal(("0.00400000", "0.00300000"), (Text(row, "origQty"), Text(row, "newQty")));
        Assert.Equal(150m, _venue.Core.Judge("main").Balances.Single(line => line.Asset == "USDT").Locked);
        Assert.Equal(-2013, Code(Status("first")));
        Assert.Equal("NEW", Text(Status("second").GetProperty("result"), "status"));
        Assert.Empty(_venue.Core.Audit());
    }

    [Theory]
    [InlineData("0.004", -2038, "The requested action would change no state; rejecting.")]
    [InlineData("0.005", -2038, "Order amend (quantity increase) is not supported.")]
    [InlineData("0.001", -2038, "Order amend would leave no quantity to trade.")]
    [InlineData("0.00000001", -2038, "Order amend would leave no quantity to trade.")]
    [InlineData("0.003999999", -1111, "Parameter 'newQty' has too much precision.")]
    [InlineData("0.003999", -1013, "Filter failure: LOT_SIZE")]
    public void a_refused_amendment_leaves_the_order_as_it_was(string quantity, int code, string message)
    {
        _venue.Core.FillExternally("main", "first", 0.001m, _venue.Now);
        var answer = Amend(quantity);
        Assert.Equal(code, Code(answer));
        Assert.Equal(message, Text(answer.GetProperty("error"), "msg"));
        Assert.Equal("0.00400000", Text(Status("first").GetProperty("result"), "origQty"));
    }

    [Fact]
    public void an_order_is_amended_only_so_often()
    {
        var id = "first";
        for (var i = 0; i < 10; i++)
        {
            var next = FormattableString.Invariant($"a{i}");
            Assert.Equal(200, Amend(FormattableString.Invariant($"0.0039{9 - i}"), ("newClientOrderId", next), id)
                .GetProperty("status").GetInt32());
            id = next;
        }

        Assert.Equal("Filter failure: MAX_NUM_ORDER_AMENDS", Text(Amend("0.0038", null, id).GetProperty("error"), "msg"));
    }

    private JsonElement Amend(string quantity, (string, string)? more = null, string id = "first")
    {
        List<(string, string)> parameters =
            [("symbol", "BTCUSDT"), ("origClientOrderId", id), ("newQty", quantity)];
        if (more is { } extra) parameters.Add(extra);
        return _venue.Ask(_api, "order.amend.keepPriority", [.. parameters]);
    }

    private JsonElement Status(string id) => _venue.Ask(
        _api, "order.status", ("symbol", "BTCUSDT"), ("origClientOrderId", id));

    private static int Code(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetInt32();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
