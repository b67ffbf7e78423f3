using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Node.Configuration;
using static TradingActors.Node.Control.ControlHttp;

namespace TradingActors.Node.Control;

/// <summary>
/// The node's control address: how it stands, and the emergency's halt and resume. On loopback alone and
/// without credentials, so it refuses what a web page open on this machine could send: a foreign Host, a body
/// that is not JSON.
/// </summary>
public sealed class ControlApi : IAsyncDisposable
{
    private const int BodyBytesMax = 16 * 1024;
    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "::1", "[::1]"];

    private readonly INodeControl _control;
    private readonly WebApplication _app;

    private ControlApi(INodeControl control, Uri http, ILoggerFactory loggers)
    {
        _control = control;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
            if (http.Host == "localhost" && http.Port != 0)
                kestrel.ListenLocalhost(http.Port);
            else
                kestrel.Listen(
                    http.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(http.Host.Trim('[', ']')),
                    http.Port);
        });
        _app = builder.Build();
        Address = http;
        _app.Use(Guard);
        _app.UseRouting();
        _app.MapGet("/alive", context => context.Response.WriteAsync("OK"));
        _app.MapGet("/ready", GetReady);
        _app.MapGet("/engine/v1/state", async context =>
            await Write(context, 200, await _control.GetStateAsync()));
        _app.MapGet("/engine/v1/health", GetHealth);
        _app.MapGet("/engine/v1/emergency", GetEmergency);
        _app.MapPost("/engine/v1/emergency/halt", PostHalt);
        _app.MapPost("/engine/v1/emergency/resume", PostResume);
        ApprovalApi.Map(_app, control);
        _app.MapGet("/engine/v1/emergency/halts/{id}", GetHalt);
        _app.MapPost("/engine/v1/keys/reload", PostReloadKeys);
        new LimitsApi(control).Map(_app);
        FlattenApi.Map(_app, control);
        _app.MapPost("/engine/v1/resolve", new ResolveApi(control).PostAsync);
        _app.MapGet("/engine/v1/audit/orders/{id}", new AuditApi(control).GetOrderAsync);
        _app.MapFallback(context =>
            Refuse(context, 404, "NOT_FOUND", $"there is nothing at {context.Request.Path}"));
    }

    /// <summary>Where it listens, with the port that was really taken.</summary>
    public Uri Address { get; private set; }

    /// <exception cref="ConfigurationException">The address is taken or not this machine's.</exception>
    public static async Task<ControlApi> StartAsync(INodeControl control, Uri http, ILoggerFactory loggers)
    {
        var api = new ControlApi(control, http, loggers);
        try
        {
            await api._app.StartAsync();
        }
        catch (IOException e)
        {
            await api.DisposeAsync();
            var why = e.InnerException is AddressInUseException
                ? "the port is taken by another process, give --http another"
                : e.Message;
            throw new ConfigurationException($"--http {http.GetLeftPart(UriPartial.Authority)}: {why}", e);
        }

        if (api._app.Urls.FirstOrDefault() is { } bound)
            api.Address = new Uri(bound);
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private static async Task Guard(HttpContext context, RequestDelegate next)
    {
        if (!Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            await Refuse(
                context, 403, "HOST_NOT_LOCAL", $"host '{context.Request.Host.Host}' is not this machine");
            return;
        }

        if (HttpMethods.IsPost(context.Request.Method) && !context.Request.HasJsonContentType())
        {
            await Refuse(context, 415, "NOT_JSON", "the body must be sent as application/json");
            return;
        }

        try
        {
            await next(context);
        }
        catch (TimeoutException)
        {
            await Refuse(context, 503, "ENGINE_SILENT", "the engine does not answer");
        }
        catch (JsonException e)
        {
            await Refuse(context, 400, "MALFORMED_BODY", e.Message, e.Path?.TrimStart('$', '.'));
        }
        catch (BadHttpRequestException e)
        {
            await Refuse(context, e.StatusCode, "BAD_REQUEST", e.Message);
        }
    }

    private async Task GetReady(HttpContext context)
    {
        var reasons = new List<string>();
        if (!_control.IsMember)
            reasons.Add("this node is not a member of its cluster");
        reasons.AddRange((await _control.GetStateAsync()).Accounts
            .Where(a => a.Phase != DeskPhase.Trading)
            .Select(a => $"account {a.Account} is {a.Phase}: {a.PhaseReason}"));
        context.Response.StatusCode = reasons.Count == 0 ? 200 : 503;
        await context.Response.WriteAsync(reasons.Count == 0 ? "OK" : string.Join('\n', reasons));
    }

    private async Task GetHealth(HttpContext context)
    {
        var state = await _control.GetStateAsync();
        await Write(context, 200, new HealthAnswer(state.At, state.Latencies, state.Breaches));
    }

    private async Task GetEmergency(HttpContext context)
    {
        var view = await _control.GetEmergencyAsync();
        await Write(context, 200, new EmergencyAnswer(view.Version, view.Mode, view.IsRecovered, view.IsStale,
            [.. view.Holds.Select(NodeViews.From)], [.. view.Pending.Select(NodeViews.From)]));
    }

    private async Task PostHalt(HttpContext context)
    {
        var request = await Read<HaltRequest>(context);
        if (await Checked(context, request.Reason, request.Scope) is not { } scope)
            return;

        var halted = await _control.HaltAsync(scope, request.Reason!, request.Principal ?? "http");
        await Write(context, 200, new HaltAnswer(
            halted.HaltId,
            halted.Scope.ToString(),
            halted.Durability,
            halted.Version,
            [.. halted.ConnectionsClosed.Select(a => a.Value)],
            [.. halted.ConnectionsSilent.Select(a => a.Value)],
            halted.At));
    }

    private async Task PostResume(HttpContext context)
    {
        var request = await Read<ResumeRequest>(context);
        if (await Checked(context, request.Reason, request.Scope) is not { } scope)
            return;

        await ApprovalApi.WriteAsync(context, await _control.ResumeAsync(
            scope, request.Reason!, request.Principal ?? "http", request.Version));
    }

    private async Task GetHalt(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var halt = await _control.GetHaltAsync(id);
        if (halt.Acknowledged is null && halt.Reports.Count == 0)
        {
            await Refuse(
                context, 404, "HALT_UNKNOWN", $"halt '{id}' is not among the latest that are kept");
            return;
        }

        await Write(context, 200, Progress(halt));
    }

    private async Task PostReloadKeys(HttpContext context)
    {
        var request = await Read<ReloadKeysRequest>(context);
        var answer = await _control.ReloadKeysAsync(request.Account);
        if (answer.Keys.Count == 0)
            await Refuse(context, 404, "NO_KEY",
                $"account '{request.Account}' has no key on this node", "account");
        else
            await Write(context, 200, answer);
    }

    private static HaltProgressView Progress(HaltView halt)
    {
        HaltAccountView[] accounts = [.. halt.Reports.Select(From)];
        var expected = halt.Acknowledged is { } acknowledged
            ? acknowledged.ConnectionsClosed.Concat(acknowledged.ConnectionsSilent).Select(a => a.Value)
            : [];
        var isComplete = halt.Acknowledged is not null && expected
            .All(account => accounts.Any(a => a.Account == account && a.IsComplete));
        return new HaltProgressView(halt.HaltId, halt.Durability, isComplete, accounts);
    }

    private static HaltAccountView From(HaltReport report) => new(
        report.Account.Value,
        report.Canceled,
        report.FilledMeanwhile,
        report.Pending,
        report.Unknown,
        report.RefusedByVenue,
        [.. report.Residual.Select(NodeViews.From)],
        report.Positions.ToDictionary(p => p.Symbol.Value, p => p.Quantity.Value),
        report.IsComplete);

    /// <summary>The scope, or null after the request has been refused.</summary>
    private static async Task<Scope?> Checked(HttpContext context, string? reason, string? scopeText)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            await Refuse(context, 400, "REASON_MISSING",
                "a reason is required, it is kept in the emergency record", "reason");
            return null;
        }

        if (Scope.TryParse(scopeText ?? "all", out var scope, out var why))
            return scope;

        await Refuse(context, 400, "SCOPE_MALFORMED", why, "scope");
        return null;
    }
}
