using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace TradingActors.Node.Control;

/// <summary>How every endpoint of the control address reads a body, answers and refuses.</summary>
internal static class ControlHttp
{
    /// <exception cref="JsonException">The body is not the JSON of a <typeparamref name="T"/>.</exception>
    public static async Task<T> Read<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(
            context.Request.Body, ControlJson.Options, context.RequestAborted)
            ?? throw new JsonException("the body is null");

    public static Task Write<T>(HttpContext context, int status, T body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, ControlJson.Options, context.RequestAborted);
    }

    /// <summary>True after a person's decision without reason or name has been refused.</summary>
    public static async Task<bool> Unsigned(HttpContext context, string? reason, string? principal)
    {
        if (string.IsNullOrWhiteSpace(reason))
            await Refuse(context, 400, "REASON_MISSING",
                "a reason is required, it is kept in the account's journal", "reason");
        else if (string.IsNullOrWhiteSpace(principal))
            await Refuse(context, 400, "PRINCIPAL_MISSING",
                "a person's name is required, it is kept in the account's journal", "principal");
        else
            return false;

        return true;
    }

    /// <summary>An answer as RFC 9457 has it, with a stable code.</summary>
    public static Task Refuse(
        HttpContext context, int status, string code, string detail, string? field = null)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new Problem("about:blank", ReasonPhrases.GetReasonPhrase(status), status, code, detail,
                string.IsNullOrEmpty(field) ? null : field),
            ControlJson.Options, "application/problem+json", context.RequestAborted);
    }
}
