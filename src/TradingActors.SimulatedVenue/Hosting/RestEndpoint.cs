using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TradingActors.SimulatedVenue;

/// <summary>Carries REST requests to the venue's loop and its answers back.</summary>
internal static class RestEndpoint
{
    /// <summary>No request of the API comes near it; a longer body is refused with 413.</summary>
    private const int BodyMax = 64 * 1024;

    public static async Task HandleAsync(VenueLoop loop, HttpContext context, string path)
    {
        var request = context.Request;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        if (HttpMethods.IsOptions(request.Method))
        {
            AllowBrowsers(context.Response);
            return;
        }

        if (await ReadBodyAsync(context).ConfigureAwait(false) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var sent = new RestRequest(
            request.Method, path, request.QueryString.Value ?? "", body,
            request.Headers["X-MBX-APIKEY"].FirstOrDefault(),
            context.Connection.RemoteIpAddress?.ToString() ?? "");
        var answer = await loop.AskAsync((core, now) => core.Rest(sent, now), context.RequestAborted)
            .ConfigureAwait(false);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json;charset=UTF-8";
        foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
        context.Response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(request.Method))
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
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
