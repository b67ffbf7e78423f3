using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The administrator's addresses, for judges and tests in other processes: the ledger, faults, and what
/// happens to an account past the API. They are the simulation's, no exchange has them.
/// </summary>
internal static class AdminEndpoints
{
    private const string LedgerPrefix = "/admin/ledger/";
    private const string EntriesSuffix = "/entries";

    private sealed record TransferBody(string Account, string Asset, decimal Amount);

    private sealed record OrderBody(
        string Account,
        string Symbol,
        string ClientOrderId,
        Side Side,
        decimal Quantity,
        decimal? Price = null);

    private sealed record CancelBody(string Account, string Symbol, string ClientOrderId);

    private sealed record FillBody(string Account, string ClientOrderId, decimal Quantity);

    private sealed record RevokeBody(string ApiKey);

    private sealed record ExpiryBody(string Account, string ClientOrderId);

    private sealed record StatusBody(TradingStatus Status, string? Symbol = null);

    private sealed record KeyBody(string Account, VenueKeySettings Key);

    public static async Task HandleAsync(VenueLoop loop, HttpContext context, string path)
    {
        var isGet = HttpMethods.IsGet(context.Request.Method);
        if (isGet && path.StartsWith(LedgerPrefix, StringComparison.Ordinal))
        {
            await WriteLedgerAsync(loop, context, path[LedgerPrefix.Length..]).ConfigureAwait(false);
            return;
        }

        if (isGet && path == "/admin/counts")
        {
            await WriteAsync(context, loop.Core.Counts).ConfigureAwait(false);
            return;
        }

        if (isGet && path == "/admin/audit")
        {
            await WriteAsync(context, loop.Core.Audit()).ConfigureAwait(false);
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            var error = await PostAsync(loop, context, path).ConfigureAwait(false);
            context.Response.StatusCode = error?.Status ?? StatusCodes.Status200OK;
            await WriteAsync(context, new { code = error?.Code ?? 0, msg = error?.Message ?? "" })
                .ConfigureAwait(false);
        }
        catch (JsonException problem)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await WriteAsync(context, new { code = -1135, msg = problem.Message }).ConfigureAwait(false);
        }
    }

    private static Task<VenueError?> PostAsync(VenueLoop loop, HttpContext context, string path)
    {
        switch (path)
        {
            case "/admin/transfer":
                return RunAsync<TransferBody>(loop, context, static (core, body, now) =>
                    core.Transfer(body.Account, body.Asset, body.Amount, now));
            case "/admin/faults":
                return RunAsync<FaultRule[]>(loop, context, static (core, body, _) => core.ReplaceFaults(body));
            case "/admin/orders":
                return RunAsync<OrderBody>(loop, context, static (core, body, now) => core.PlaceExternally(
                    body.Account, body.Symbol, body.ClientOrderId, body.Side, body.Quantity, body.Price, now));
            case "/admin/cancels":
                return RunAsync<CancelBody>(loop, context, static (core, body, now) =>
                    core.CancelExternally(body.Account, body.Symbol, body.ClientOrderId, now));
            case "/admin/fills":
                return RunAsync<FillBody>(loop, context, static (core, body, now) =>
                    core.FillExternally(body.Account, body.ClientOrderId, body.Quantity, now));
            case "/admin/expiries":
                return RunAsync<ExpiryBody>(loop, context, static (core, body, now) =>
                    core.ExpireExternally(body.Account, body.ClientOrderId, now));
            case "/admin/symbol-status":
                return RunAsync<StatusBody>(loop, context, static (core, body, now) =>
                    core.SetSymbolStatus(body.Symbol, body.Status, now));
            case "/admin/keys":
                return RunAsync<KeyBody>(loop, context, static (core, body, _) =>
                    core.AddKey(body.Account, body.Key));
            case "/admin/revoke":
                return RunAsync<RevokeBody>(loop, context, static (core, body, _) => core.RevokeKey(body.ApiKey));
            case "/admin/drop":
                return loop.AskAsync(static (core, now) => core.DropConnections(now), context.RequestAborted);
            case "/admin/shutdown-notice":
                return loop.AskAsync(static (core, now) => core.AnnounceShutdown(now), context.RequestAborted);
            default:
                return Task.FromResult<VenueError?>(
                    new VenueError(-1020, $"There is no {path}.", StatusCodes.Status404NotFound));
        }
    }

    private static async Task<VenueError?> RunAsync<T>(
        VenueLoop loop, HttpContext context, Func<VenueCore, T, Instant, VenueError?> run)
    {
        var body = await JsonSerializer.DeserializeAsync<T>(
            context.Request.Body, LedgerJson.Options, context.RequestAborted).ConfigureAwait(false)
            ?? throw new JsonException("the body is null");
        return await loop.AskAsync(
            (core, now) => run(core, body, now), context.RequestAborted).ConfigureAwait(false);
    }

    private static Task WriteLedgerAsync(VenueLoop loop, HttpContext context, string rest)
    {
        if (!rest.EndsWith(EntriesSuffix, StringComparison.Ordinal))
            return WriteAsync(context, loop.Core.Judge(rest));
        return WriteAsync(context, loop.Core.EntriesOf(rest[..^EntriesSuffix.Length]));
    }

    private static Task WriteAsync<T>(HttpContext context, T value)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(
            context.Response.Body, value, LedgerJson.Options, context.RequestAborted);
    }
}
