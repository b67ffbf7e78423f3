using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TradingActors.SimulatedVenue;

/// <summary>Carries REST requests to the venue's loop and its answers back.</summary>
internal static class RestEndpoint
{
    /// <summary>No request of the API comes near it; a longer body is refused with 413.</summary>
    private const int BodyMax = 64 * 1024;

    /// <summary>A client that still waits for a lost answer by then is cut off.</summary>
    private static readonly TimeSpan LostPatience = TimeSpan.FromSeconds(60);

    public static async Task HandleAsync(VenueLoop loop, HttpContext context, string path)
    {
        var request = context.Request;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        if (HttpMethods.IsOptions(request.Method))
        {
            AllowBrowsers(context.Response);
            return;
        }

        if (await ReadBodyAsync(context).ConfigureAwait(false) is not { } sentBody)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var sent = new RestRequest(
            request.Method, path, request.QueryString.Value ?? "", sentBody,
            request.Headers["X-MBX-APIKEY"].FirstOrDefault(),
            context.Connection.RemoteIpAddress?.ToString() ?? "");
        var answer = await AskAsync(loop, sent, context.RequestAborted).ConfigureAwait(false);
        if (answer.Fate is RestFate.Lost or RestFate.Broken)
        {
            if (answer.Fate == RestFate.Lost)
                await loop.WaitAsync(LostPatience, context.RequestAborted).ConfigureAwait(false);
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json;charset=UTF-8";
        foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
        context.Response.ContentLength = answer.Body.Length;
        if (HttpMethods.IsHead(request.Method)) return;
        var isTorn = answer.Fate == RestFate.Torn;
        var body = answer.Body.AsMemory(0, isTorn ? answer.Body.Length / 2 : answer.Body.Length);
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (!isTorn) return;
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        context.Abort();
    }

    private static async Task<RestAnswer> AskAsync(
        VenueLoop loop, RestRequest sent, CancellationToken cancel)
    {
        var answer = await loop.AskAsync((core, now) => core.Rest(sent, now), cancel).ConfigureAwait(false);
        if (answer.Delay > TimeSpan.Zero) await loop.WaitAsync(answer.Delay, cancel).ConfigureAwait(false);
        return answer.Fate != RestFate.Held
            ? answer
            : await loop.AskAsync((core, now) => core.RestLate(sent, now), cancel).ConfigureAwait(false);
    }

    /// <summary>What a page's script is asked to ask before it may send a header of its own.</summary>
    private static void AllowBrowsers(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
        response.Headers.AccessControlAllowHeaders = "X-MBX-APIKEY, Content-Type";
    }

    private static async Task<string?> ReadBodyAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return "";
        var buffer = new byte[BodyMax + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        return length > BodyMax ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }
}
