using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingActors.Domain;
using TradingActors.Venues.WebSockets;
using Xunit;

namespace TradingActors.Tests.Venues;

/// <summary>
/// Real sockets to a small server in this process, which echoes, sends on demand, or goes away.
/// </summary>
public sealed class WebSocketTransportTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private WebApplication _server = null!;
    private Uri _address = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.UseWebSockets();
        _server.Run(ServeAsync);
        await _server.StartAsync();
        var bound = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _address = new Uri(bound.Addresses.First().Replace("http", "ws"));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task every_frame_comes_back_whole_and_in_order()
    {
        using var transport = new WebSocketTransportFactory().Create(new Uri(_address, "/echo"));
        var listener = new Listener();
        transport.Open(listener);
        await listener.Opened;
        var sent = Enumerable.Range(0, 500).Select(i => $"{i}:{new string('x', i * i % 40_000)}").ToArray();

        foreach (var frame in sent)
        {
            var result = transport.Write(Encoding.UTF8.GetBytes(frame));
            if (result == WriteResult.Pending)
                await listener.NextWrittenAsync();
            else
                Assert.Equal(WriteResult.Written, result);
        }

        foreach (var frame in sent)
            Assert.Equal(frame, await listener.NextFrameAsync());
        transport.Close("done");
        Assert.Equal("done", await listener.Closed);
        Assert.Equal(WriteResult.Failed, transport.Write("late"u8));
    }

    [Fact]
    public async Task a_frame_above_the_limit_closes_the_connection_and_says_why()
    {
        var settings = new WebSocketTransportSettings { FrameBytesMax = 100_000 };
        using var transport = new WebSocketTransportFactory(settings).Create(new Uri(_address, "/sizes"));
        var listener = new Listener();
        transport.Open(listener);

        Assert.Equal(100_000, (await listener.NextFrameAsync()).Length);
        Assert.Equal("a frame is larger than 100000 bytes", await listener.Closed);
        Assert.Equal(1, listener.ClosedTimes);
    }

    [Fact]
    public async Task a_frame_of_64_MiB_closes_the_connection_at_the_limit_of_the_defaults()
    {
        using var transport = new WebSocketTransportFactory().Create(new Uri(_address, "/huge"));
        var listener = new Listener();
        transport.Open(listener);

        Assert.Equal("a frame is larger than 16777216 bytes", await listener.Closed);
        Assert.Equal(0, listener.FrameCount);
    }

    [Fact]
    public async Task the_venue_closing_is_told_once_with_its_reason()
    {
        using var transport = new WebSocketTransportFactory().Create(new Uri(_address, "/goodbye"));
        var listener = new Listener();
        transport.Open(listener);

        Assert.Equal("closed by the venue (NormalClosure: 24 hours are over)", await listener.Closed);
        transport.Close("too late");
        transport.Dispose();
        Assert.Equal(1, listener.ClosedTimes);
    }

    [Fact]
    public async Task a_connection_that_is_cut_is_told_once()
    {
        using var transport = new WebSocketTransportFactory().Create(new Uri(_address, "/cut"));
        var listener = new Listener();
        transport.Open(listener);

        Assert.NotEmpty(await listener.Closed);
        Assert.Equal(1, listener.ClosedTimes);
    }

    [Fact]
    public async Task an_address_where_nothing_listens_is_told_as_closed()
    {
        var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();
        using var transport = new WebSocketTransportFactory().Create(new Uri($"ws://127.0.0.1:{port}/"));
        var listener = new Listener();

        transport.Open(listener);

        Assert.NotEmpty(await listener.Closed);
        Assert.False(listener.Opened.IsCompleted);
    }

    [Fact]
    public async Task a_refused_upgrade_names_the_status()
    {
        using var transport = new WebSocketTransportFactory().Create(new Uri(_address, "/teapot"));
        var listener = new Listener();

        transport.Open(listener);

        Assert.Contains("418", await listener.Closed);
    }

    [Fact]
    public async Task a_server_that_accepts_and_says_nothing_is_given_up()
    {
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var settings = new WebSocketTransportSettings { ConnectTimeout = TimeSpan.FromMilliseconds(100) };
        var address = new Uri($"ws://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/");
        using var transport = new WebSocketTransportFactory(settings).Create(address);
        var listener = new Listener();

        transport.Open(listener);

        Assert.Equal("no connection within 0.1 s", await listener.Closed);
        silent.Stop();
    }

    [Fact]
    public async Task closing_while_connecting_is_told_with_the_owners_reason()
    {
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var transport = new WebSocketTransportFactory().Create(
            new Uri($"ws://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/"));
        var listener = new Listener();
        transport.Open(listener);

        transport.Close("changed my mind");

        Assert.Equal("changed my mind", await listener.Closed);
        Assert.Throws<InvalidOperationException>(() => transport.Open(listener));
        silent.Stop();
    }

    [Fact]
    public async Task closing_from_within_a_frame_lets_no_further_frame_through()
    {
        using var transport = new WebSocketTransportFactory().Create(new Uri(_address, "/flood"));
        var listener = new Listener();
        listener.OnEachFrame = () => transport.Close("enough");
        transport.Open(listener);

        Assert.Equal("enough", await listener.Closed);
        Assert.Equal(1, listener.FrameCount);
    }

    private static async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path == "/teapot")
        {
            context.Response.StatusCode = 418;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        switch (context.Request.Path)
        {
            case "/echo":
                await EchoAsync(socket);
                break;
            case "/sizes":
                await SendAsync(socket, new byte[100_000]);
                await SendAsync(socket, new byte[100_001]);
                await DrainAsync(socket);
                break;
            case "/huge":
                await SendHugeAsync(socket);
                break;
            case "/goodbye":
                await socket.CloseOutputAsync(
                    WebSocketCloseStatus.NormalClosure, "24 hours are over", CancellationToken.None);
                await DrainAsync(socket);
                break;
            case "/flood":
                for (var i = 0; i < 200 && socket.State == WebSocketState.Open; i++)
                    await SendAsync(socket, new byte[10]);
                await DrainAsync(socket);
                break;
            default:
                context.Abort();
                break;
        }
    }

    private static async Task EchoAsync(WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            try
            {
                var got = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (got.MessageType == WebSocketMessageType.Close)
                    return;
                await socket.SendAsync(
                    buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, CancellationToken.None);
            }
            catch (WebSocketException)
            {
                return;
            }
        }
    }

    private static async Task SendAsync(WebSocket socket, byte[] frame)
    {
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        catch (Exception fault)
            when (fault is WebSocketException or IOException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    /// <summary>One frame of 64 MiB in 64 parts.</summary>
    private static async Task SendHugeAsync(WebSocket socket)
    {
        var part = new byte[1024 * 1024];
        try
        {
            for (var sent = 0; sent < 64; sent++)
                await socket.SendAsync(part, WebSocketMessageType.Text, sent == 63, CancellationToken.None);
        }
        catch (Exception fault)
            when (fault is WebSocketException or IOException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    private static async Task DrainAsync(WebSocket socket)
    {
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
                await socket.ReceiveAsync(new byte[1024].AsMemory(), CancellationToken.None);
        }
        catch (WebSocketException)
        {
            socket.Abort();
        }
    }

    private sealed class Listener : IVenueTransportListener
    {
        private readonly TaskCompletionSource _opened =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<string> _closed =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentQueue<string> _frames = [];
        private readonly SemaphoreSlim _hasFrame = new(0);
        private readonly SemaphoreSlim _hasWritten = new(0);
        private int _closedTimes;
        private int _frameCount;

        public Task Opened => _opened.Task;

        public Task<string> Closed => _closed.Task.WaitAsync(Patience);

        public int ClosedTimes => Volatile.Read(ref _closedTimes);

        public int FrameCount => Volatile.Read(ref _frameCount);

        public Action? OnEachFrame { get; set; }

        public async Task<string> NextFrameAsync()
        {
            Assert.True(await _hasFrame.WaitAsync(Patience), "no frame came");
            return _frames.TryDequeue(out var frame) ? frame : throw new InvalidOperationException();
        }

        public async Task NextWrittenAsync() =>
            Assert.True(await _hasWritten.WaitAsync(Patience), "the write did not end");

        public void OnOpened() => _opened.TrySetResult();

        public void OnFrame(ReadOnlySpan<byte> frame)
        {
            Interlocked.Increment(ref _frameCount);
            _frames.Enqueue(Encoding.UTF8.GetString(frame));
            _hasFrame.Release();
            OnEachFrame?.Invoke();
        }

        public void OnWritten() => _hasWritten.Release();

        public void OnClosed(string reason)
        {
            Interlocked.Increment(ref _closedTimes);
            _closed.TrySetResult(reason);
        }
    }
}
