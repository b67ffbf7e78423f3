using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingActors.Venues.WebSockets;

namespace TradingActors.Benchmarks.Desks;

/// <summary>A WebSocket server in this process; what a connection does there is the caller's.</summary>
internal sealed class SocketSink : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SocketSink(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<SocketSink> StartAsync(Func<HttpContext, WebSocket, Task>? serve = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await (serve ?? DropAsync)(context, socket);
        });
        await app.StartAsync();
        var http = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SocketSink(app, new Uri(http.Replace("http://", "ws://", StringComparison.Ordinal)));
    }

    public WebSocketTransport Connect() => new(Address, new WebSocketTransportSettings());

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private static async Task DropAsync(HttpContext context, WebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
                if ((await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted)).MessageType
                    == WebSocketMessageType.Close)
                    return;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The contender has gone.
        }
    }
}
