using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Hosting;

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

    [Fact]
    public async Task judges_in_other_processes_read_the_ledger_and_steer_the_venue_over_http()
    {
        await using var host = await SimulatedVenueHost.StartAsync(
            new SimulatedVenueSettings(), TimeProvider.System, Patience);
        using var http = new HttpClient { BaseAddress = host.HttpAddress };
        using var transfer = await http.PostAsync(
            "/admin/transfer", Json("""{"account":"main","asset":"USDT","amount":"-5.5"}"""), Patience);
        Assert.Equal(HttpStatusCode.OK, transfer.StatusCode);
        using var faults = await http.PostAsync(
            "/admin/faults", Json(
                """[{"kind":"lose-answer","probability":0.5,"method":"order.place"}]"""), Patience);
        Assert.Equal(HttpStatusCode.OK, faults.StatusCode);
        using var nonsense = await http.PostAsync(
            "/admin/transfer", Json("""{"account":"main"}"""), Patience);
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        using var nobody = await http.PostAsync(
            "/admin/transfer", Json("""{"account":"ghost","asset":"USDT","amount":"1"}"""), Patience);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);

        var report = await http.GetStringAsync("/admin/ledger/main", Patience);
        var read = JsonSerializer.Deserialize<LedgerReport>(report, LedgerJson.Options)!;
        Assert.Equal(host.Judge("main").Balances, read.Balances);
        Assert.Equal(99_994.5m, read.Balances.Single(line => line.Asset == "USDT").Free);
        var entries = await http.GetStringAsync("/admin/ledger/main/entries", Patience);
        Assert.Equal(2, JsonDocument.Parse(entries).RootElement.GetArrayLength());
        Assert.Equal("{}", await http.GetStringAsync("/api/v3/ping", Patience));
        var depth = await http.GetStringAsync("/api/v3/depth?symbol=ETHUSDT&limit=7", Patience);
        Assert.Equal(7, JsonDocument.Parse(depth).RootElement.GetProperty("bids").GetArrayLength());
        using var unknown = await http.GetAsync("/api/v3/depth?symbol=NOPE", Patience);
        Assert.Equal(
            """{"code":-1121,"msg":"Invalid symbol."}""", await unknown.Content.ReadAsStringAsync(Patience));
    }

    [Fact]
    public async Task a_connection_can_break_in_the_middle_of_an_answer()
    {
        var settings = new SimulatedVenueSettings { Faults = [new FaultRule(FaultKind.DropMidFrame)] };
        await using var host = await SimulatedVenueHost.StartAsync(settings, TimeProvider.System, Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(host.ApiAddress, Patience);
        await SendAsync(socket, """{"id":1,"method":"ping"}""");
        await Assert.ThrowsAsync<WebSocketException>(() => ReceiveAsync(socket));
    }

    [Theory]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.DropAfter)]
    [InlineData(FaultKind.DropMidFrame)]
    public async Task a_rest_request_can_be_broken_off(FaultKind kind)
    {
        var settings = new SimulatedVenueSettings { Faults = [new FaultRule(kind) { Times = 1 }] };
        await using var host = await SimulatedVenueHost.StartAsync(settings, TimeProvider.System, Patience);
        using var http = new HttpClient { BaseAddress = host.HttpAddress };
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("/api/v3/time", Patience));
        Assert.Contains(
            "serverTime", await http.GetStringAsync("/api/v3/time", Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_rest_answer_can_be_lost_late_or_ask_for_patience()
    {
        var settings = new SimulatedVenueSettings
        {
            Faults =
            [
                new FaultRule(FaultKind.LoseAnswer) { Times = 1 },
                new FaultRule(FaultKind.DelayRequest) { Times = 1 },
                new FaultRule(FaultKind.DelayAnswer) { Times = 1 },
                new FaultRule(FaultKind.Throttle) { Times = 1 },
            ],
        };
        await using var host = await SimulatedVenueHost.StartAsync(settings, TimeProvider.System, Patience);
        using var http = new HttpClient { BaseAddress = host.HttpAddress };
        using (var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => http.GetStringAsync("/api/v3/ping", impatience.Token));
        Assert.Equal("{}", await http.GetStringAsync("/api/v3/ping", Patience));
        Assert.Equal("{}", await http.GetStringAsync("/api/v3/ping", Patience));
        using var throttled = await http.GetAsync("/api/v3/ping", Patience);
        Assert.Equal(HttpStatusCode.TooManyRequests, throttled.StatusCode);
        Assert.NotNull(throttled.Headers.RetryAfter);
    }

    [Fact]
    public async Task a_reader_that_does_not_read_is_dropped_at_the_bound()
    {
        var settings = new SimulatedVenueSettings { PendingBytesMax = 64 * 1024 };
        await using var host = await SimulatedVenueHost.StartAsync(settings, TimeProvider.System, Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(host.ApiAddress, Patience);
        var request = Encoding.UTF8.GetBytes("""{"id":1,"method":"exchangeInfo"}""");
        await Assert.ThrowsAnyAsync<WebSocketException>(async () =>
        {
            while (true)
                for (var i = 0; i < 100; i++)
                    await socket.SendAsync(request, WebSocketMessageType.Text, true, Patience);
        });
    }

    [Fact]
    public async Task split_frames_and_pings_of_a_client_are_understood()
    {
        await using var host = await SimulatedVenueHost.StartAsync(
            new SimulatedVenueSettings(), TimeProvider.System, Patience);
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.FromMilliseconds(20);
        socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(20);
        await socket.ConnectAsync(host.ApiAddress, Patience);
        var text = Encoding.UTF8.GetBytes("""{"id":"split","method":"time"}""");
        foreach (var at in Enumerable.Range(0, text.Length))
            await socket.SendAsync(
                text.AsMemory(at, 1), WebSocketMessageType.Text, at == text.Length - 1, Patience);
        Assert.Equal("split", (await ReceiveAsync(socket)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task a_recording_that_breaks_off_faults_its_task_and_leaves_the_venue_answering()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        const string Quote =
            """{"local_ns":1,"msg":{"stream":"btcusdt@bookTicker","data":{"u":1,"b":"1","B":"1","a":"2","A":"1"}}}""";
        await File.WriteAllLinesAsync(path, [.. Enumerable.Repeat(Quote, 5_001), "broken"], Patience);
        var settings = new SimulatedVenueSettings { RecordingPath = path, Speed = 100 };
        await using var host = await SimulatedVenueHost.StartAsync(settings, TimeProvider.System, Patience);
        var problem = await Assert.ThrowsAsync<RecordingException>(
            () => host.RecordingEnded.WaitAsync(Patience));
        Assert.Contains("line 5002", problem.Message, StringComparison.Ordinal);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(host.ApiAddress, Patience);
        await SendAsync(socket, """{"id":1,"method":"ping"}""");
        Assert.Equal(200, (await ReceiveAsync(socket)).GetProperty("status").GetInt32());
        File.Delete(path);
    }

    [Fact]
    public async Task a_venue_on_the_same_data_directory_carries_on_where_the_last_one_ended()
    {
        var directory = Directory.CreateTempSubdirectory("venue-host").FullName;
        var settings = new SimulatedVenueSettings { DataDirectory = directory };
        await using (var host = await SimulatedVenueHost.StartAsync(settings, TimeProvider.System, Patience))
            await host.AskAsync((core, now) => core.Transfer("main", "USDT", 1m, now), Patience);
        await using (var host = await SimulatedVenueHost.StartAsync(settings, TimeProvider.System, Patience))
            Assert.Equal(100_001m, host.Judge("main").Balances.Single(line => line.Asset == "USDT").Free);
        Directory.Delete(directory, recursive: true);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

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
