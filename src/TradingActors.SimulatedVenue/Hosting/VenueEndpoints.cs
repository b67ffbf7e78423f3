using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Routes what comes in over HTTP: WebSocket upgrades, the REST addresses, and the administrator's.
/// </summary>
internal sealed class VenueEndpoints(VenueLoop loop, SimulatedVenueSettings settings, ILogger log)
{
    private long _connections;

    public async Task HandleAsync(HttpContext context)
    {
        // A base address that ends with a slash makes two of it.
        var path = "/" + (context.Request.Path.Value ?? "").TrimStart('/');
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is { IsUpgradableRequest: true } && context.Request.Headers.SecWebSocketKey.Count == 1)
            await ServeSocketAsync(context, upgrade, path).ConfigureAwait(false);
        else if (path.StartsWith("/admin/", StringComparison.Ordinal))
            await AdminEndpoints.HandleAsync(loop, context, path).ConfigureAwait(false);
        else
            await RestEndpoint.HandleAsync(loop, context, path).ConfigureAwait(false);
    }

    private async Task ServeSocketAsync(HttpContext context, IHttpUpgradeFeature upgrade, string path)
    {
        var id = Interlocked.Increment(ref _connections);
        var query = context.Request.QueryString.Value ?? "";
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!VenuePaths.IsSocketPath(path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept =
            WebSocketFrames.AcceptKey(context.Request.Headers.SecWebSocketKey.ToString());
        await using var stream = await upgrade.UpgradeAsync().ConfigureAwait(false);
        using var socket = new VenueSocket(
            id, stream, loop.Inputs, loop.Sockets, settings.PendingBytesMax, log);
        loop.Sockets.Add(socket);
        var isTaken = await loop.AskAsync(
            (core, now) => core.Connected(id, path, query, address, now), context.RequestAborted)
            .ConfigureAwait(false);
        if (isTaken) await socket.ReadAsync().ConfigureAwait(false);
        else loop.Sockets.Remove(socket);
    }
}
