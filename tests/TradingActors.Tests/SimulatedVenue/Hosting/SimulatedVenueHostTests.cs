using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue;

public sealed class SimulatedVenueHostTests
{
    private static readonly CancellationToken Patience = new CancellationTokenSource(
        TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task carries_an_order_its_events_and_its_ledger_through_a_real_socket()
    {
        await using var host = await SimulatedVenueHost.StartAsync(
            new SimulatedVenueSettings(), TimeProvider.System, Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(host.ApiAddress, Patience);
        await SendAsync(socket, SignedRequest.Create(1, "userDataStream.subscribe.signature", Now()));
        Assert.Equal(
            0, (await ReceiveAsync(socket)).GetProperty("result").GetProperty("subscriptionId").GetInt32());

        await SendAsync(socket, SignedRequest.Create(
            2, "order.place", Now(), ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "MARKET"),
            ("quantity", "0.01"), ("newClientOrderId", "first")));
        var answer = await ReceiveAsync(socket);
        Assert.Equal("FILLED", answer.GetProperty("result").GetProperty("status").GetString());
        var report = (await ReceiveAsync(socket)).GetProperty("event");
        Assert.Equal("executionReport", report.GetProperty("e").GetString());
        Assert.Equal("NEW", report.GetProperty("x").GetString());

        var judged = host.Judge("main");
        Assert.Equal(0.01m, judged.Positions[0].Net);
        Assert.Equal(1, judged.Orders[0].AcceptCount);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Patience);
    }

    [Fact]
    public async Task streams_a_generated_market_to_a_combined_connection()
    {
        await using var host = await SimulatedVenueHost.StartAsync(
            new SimulatedVenueSettings(), TimeProvider.System, Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(host.StreamsAddress, Patience);
        await SendAsync(
            socket, """{"method":"SUBSCRIBE","params":["btcusdt@bookTicker","btcusdt@depth@100ms"],"id":1}""");
        Assert.Equal(JsonValueKind.Null, (await ReceiveAsync(socket)).GetProperty("result").ValueKind);

        var seen = new HashSet<string>();
        while (seen.Count < 2) seen.Add((await ReceiveAsync(socket)).GetProperty("stream").GetString()!);
        Assert.Contains("btcusdt@depth@100ms", seen);
    }

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Patience);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Patience);
            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonDocument.Parse(message.ToArray()).RootElement;
        }
    }
}
