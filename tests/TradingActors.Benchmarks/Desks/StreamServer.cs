using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradingActors.Benchmarks.Desks;

/// <summary>
/// The venue's market data as WebSocket frames that were made beforehand and are written many at a time, so that the
/// server costs as little as it can. Confirms the one subscription, then waits for <see cref="Go"/>.
/// </summary>
internal sealed class StreamServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly byte[] _frames;
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StreamServer(WebApplication app, IEnumerable<byte[]> texts)
    {
        _app = app;
        using var bytes = new MemoryStream();
        foreach (var text in texts)
            WriteFrame(bytes, text);
        _frames = bytes.ToArray();
    }

    public Uri Address { get; private set; } = null!;

    public static async Task<StreamServer> StartAsync(IEnumerable<byte[]> texts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new StreamServer(builder.Build(), texts);
        server._app.Run(server.ServeAsync);
        await server._app.StartAsync();
        var http = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        server.Address = new Uri(http.Replace("http://", "ws://", StringComparison.Ordinal));
        return server;
    }

    public void Go() => _go.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        // SHA-1 is what RFC 6455 asks for.
#pragma warning disable CA5350
        var accept = SHA1.HashData(Encoding.ASCII.GetBytes(
            context.Request.Headers.SecWebSocketKey + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
#pragma warning restore CA5350
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(accept);
        context.Response.Headers.Upgrade = "websocket";
        await using var stream = await context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync();
        var buffer = new byte[16 * 1024];
        if (context.Request.Path == "/streams")
        {
            if (await stream.ReadAsync(buffer) == 0)
                return;

            using var answer = new MemoryStream();
            WriteFrame(answer, """{"result":null,"id":1}"""u8);
            await stream.WriteAsync(answer.ToArray());
            await _go.Task;
            await stream.WriteAsync(_frames);
        }

        while (await stream.ReadAsync(buffer) > 0)
        {
            // Whatever else is asked is not answered: the streams are what is measured.
        }
    }

    private static void WriteFrame(MemoryStream into, ReadOnlySpan<byte> text)
    {
        into.WriteByte(0x81);
        if (text.Length < 126)
            into.WriteByte((byte)text.Length);
        else
            into.Write([126, (byte)(text.Length >> 8), (byte)text.Length]);
        into.Write(text);
    }
}
