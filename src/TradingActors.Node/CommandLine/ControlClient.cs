using System.Net;
using System.Text.Json;
using Spectre.Console;
using TradingActors.Engine.Emergency;
using TradingActors.Node.Control;
using TradingActors.Node.Terminal;

namespace TradingActors.Node.CommandLine;

/// <summary>Steers a running node over its control address.</summary>
public sealed partial class ControlClient
{
    /// <summary>A halt is followed for so long; what is open then is told as open.</summary>
    private static readonly TimeSpan FollowHalt = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Each changed key is asked about and tried with a session of its own.</summary>
    private static readonly TimeSpan KeyPatience = TimeSpan.FromMinutes(2);

    private readonly SteerOptions _options;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly HttpMessageHandler? _handler;

    public ControlClient(
        SteerOptions options, TextWriter output, TextWriter error, HttpMessageHandler? handler = null)
    {
        _options = options;
        _output = output;
        _error = error;
        _handler = handler;
    }

    public Task<int> StatusAsync() => AskAsync(async http =>
    {
        var view = await Read<NodeView>(await http.GetAsync("/engine/v1/state"));
        if (_options.Json)
            Print(view);
        else
            Draw(view);
        return ExitCodes.Ok;
    });

    /// <summary>Lifts what is held; 6 when that waits for a second person.</summary>
    public Task<int> ResumeAsync() => AskAsync(async http =>
    {
        var answer = await Post(http, "/engine/v1/emergency/resume",
            new ResumeRequest(_options.Reason, _options.Scope, null, Environment.UserName));
        if (answer.StatusCode != HttpStatusCode.Accepted)
            return await ResumedAsync(answer);

        var pending = await Read<ApprovalView>(answer);
        if (_options.Json)
            Print(pending);
        else
            await _output.WriteLineAsync(
                $"NOT RESUMED YET {pending.Scope}: a second person approves it with 'approve "
                + $"{pending.ApprovalId}' until {ControlJson.Text(pending.ValidUntil)}");
        return ExitCodes.Pending;
    });

    /// <summary>The second person's word on a resume that waits for it.</summary>
    public Task<int> ApproveAsync(string approvalId) => AskAsync(async http =>
        await ResumedAsync(await Post(http,
            $"/engine/v1/emergency/approvals/{Uri.EscapeDataString(approvalId)}",
            new ApproveRequest(Environment.UserName))));

    /// <summary>
    /// Halts, then follows the cancels until the venue has confirmed each; 1 when something remains.
    /// </summary>
    public Task<int> HaltAsync() => AskAsync(async http =>
    {
        var halt = await Read<HaltAnswer>(await Post(http, "/engine/v1/emergency/halt",
            new HaltRequest(_options.Reason, _options.Scope, Environment.UserName)));
        if (!_options.Json)
        {
            await _output.WriteLineAsync(
                $"HALTED {halt.Scope}: nothing new is sent (kept in: {halt.Durability}, {halt.HaltId})");
            await _output.WriteLineAsync($"  closed: {Names(halt.ConnectionsClosed)}");
            if (halt.ConnectionsSilent.Count > 0)
                await _output.WriteLineAsync($"  NOT CONFIRMED by: {Names(halt.ConnectionsSilent)}");
        }

        var progress = await FollowAsync(http, halt);
        if (_options.Json)
            Print(new { Halt = halt, Progress = progress });
        else
            await PrintAsync(progress);
        var isGood = halt is { Durability: not HaltDurability.None, ConnectionsSilent.Count: 0 }
            && progress.IsComplete && progress.Accounts.All(a => a.Residual.Count == 0);
        return isGood ? ExitCodes.Ok : ExitCodes.Failed;
    });

    /// <summary>Has the keys read again; 4 when one was refused.</summary>
    public Task<int> ReloadKeysAsync(string? account) => AskAsync(async http =>
    {
        var answer = await Read<ReloadKeysAnswer>(
            await Post(http, "/engine/v1/keys/reload", new ReloadKeysRequest(account)));
        if (_options.Json)
            Print(answer);
        else
            foreach (var key in answer.Keys)
                await _output.WriteLineAsync($"{key.Account} at {key.Venue}: " + key.Outcome switch
                {
                    KeyOutcome.Unchanged => "unchanged",
                    KeyOutcome.Replaced => "new key works, moving over",
                    _ => $"NEW KEY REFUSED, the old one stays in use: {key.Reason}",
                });
        return answer.Keys.Any(key => key.Outcome == KeyOutcome.Refused) ? ExitCodes.Refused : ExitCodes.Ok;
    }, KeyPatience);

    /// <summary>Brings a person's decision to the node; it is answered once it is durable.</summary>
    public Task<int> ResolveAsync(ResolveRequest request) => AskAsync(async http =>
    {
        var answer = await Read<ResolveAnswer>(await Post(http, "/engine/v1/resolve", request));
        if (_options.Json)
            Print(answer);
        else if (answer.Order is { } order)
            await _output.WriteLineAsync($"{answer.Account}: {order.ClientOrderId} is {order.Status}, "
                + $"{ControlJson.Text(order.FilledQuantity)} of {ControlJson.Text(order.Quantity)} filled, "
                + $"by {answer.Principal}: {answer.Reason}");
        else
            await _output.WriteLineAsync($"{answer.Account}: {answer.Asset} adjusted by "
                + $"{ControlJson.Text(answer.Change ?? 0m)} by {answer.Principal}: {answer.Reason}; "
                + "a hold that stands is lifted with resume");
        return ExitCodes.Ok;
    });

    private async Task<int> ResumedAsync(HttpResponseMessage response)
    {
        var answer = await Read<ResumeAnswer>(response);
        if (_options.Json)
        {
            Print(answer);
            return ExitCodes.Ok;
        }

        await _output.WriteLineAsync($"resumed {answer.Scope}: mode {NodeScreen.Word(answer.Mode)}");
        foreach (var hold in answer.HoldsLeft)
            await _output.WriteLineAsync(
                $"  still held: {NodeScreen.Word(hold.Mode)} {hold.Scope} {hold.Reason} ({hold.Cause})");
        return ExitCodes.Ok;
    }

    private static async Task<HaltProgressView> FollowAsync(HttpClient http, HaltAnswer halt)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer =
                await http.GetAsync($"/engine/v1/emergency/halts/{Uri.EscapeDataString(halt.HaltId)}");
            var progress = answer.StatusCode == HttpStatusCode.NotFound
                ? new HaltProgressView(halt.HaltId, halt.Durability, false, [])
                : await Read<HaltProgressView>(answer);
            if (progress.IsComplete || TimeProvider.System.GetElapsedTime(started) > FollowHalt)
                return progress;
            await Task.Delay(AskEvery);
        }
    }

    /// <summary>A pipe has no width of its own; it gets the wide picture.</summary>
    private void Draw(NodeView view)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160;
        console.Write(NodeScreen.Render(view, new ScreenHeader(_options.Http, Width: console.Profile.Width)));
    }

    private async Task PrintAsync(HaltProgressView progress)
    {
        foreach (var a in progress.Accounts)
        {
            await _output.WriteLineAsync(
                $"  {a.Account}: {a.Canceled} cancelled, {a.FilledMeanwhile} filled meanwhile, "
                + $"{a.Pending} pending, {a.Unknown} unknown, {a.RefusedByVenue} cancels refused");
            foreach (var order in a.Residual)
                await _output.WriteLineAsync(
                    $"    STILL WORKING {order.ClientOrderId} {order.Side} {order.Symbol} {order.Status}");
            foreach (var (symbol, quantity) in a.Positions.Where(p => p.Value != 0m))
                await _output.WriteLineAsync($"    position remains: {ControlJson.Text(quantity)} {symbol}");
        }

        await _output.WriteLineAsync(progress.IsComplete
            ? "the venue has confirmed the end of every working order"
            : $"NOT COMPLETE after {FollowHalt.TotalSeconds} s: look again with status");
    }

    private async Task<int> AskAsync(Func<HttpClient, Task<int>> ask, TimeSpan? patience = null)
    {
        using var http = _handler is null
            ? new HttpClient()
            : new HttpClient(_handler, disposeHandler: false);
        http.BaseAddress = _options.Http;
        http.Timeout = patience ?? Patience;
        try
        {
            return await ask(http);
        }
        catch (NodeRefusedException e)
        {
            await _error.WriteLineAsync(e.Message);
            return ExitCodes.Refused;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await _error.WriteLineAsync($"no node answers at {Here}: {e.Message}");
            return ExitCodes.Unreachable;
        }
        catch (JsonException e)
        {
            await _error.WriteLineAsync($"what answers at {Here} is no node of this version: {e.Message}");
            return ExitCodes.Unreachable;
        }
    }

    private string Here => _options.Http.GetLeftPart(UriPartial.Authority);

    private static Task<HttpResponseMessage> Post<T>(HttpClient http, string path, T body) =>
        http.PostAsJsonAsync(path, body, ControlJson.Options);

    private static async Task<T> Read<T>(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.IsSuccessStatusCode)
            return JsonSerializer.Deserialize<T>(text, ControlJson.Options)
                ?? throw new JsonException("it answered null");

        var problem = JsonSerializer.Deserialize<Problem>(text, ControlJson.Options)
            ?? throw new JsonException("it answered null");
        throw new NodeRefusedException($"refused: {problem.Code} {problem.Detail}");
    }

    private void Print<T>(T value) =>
        _output.WriteLine(JsonSerializer.Serialize(value, ControlJson.Indented));

    private static string Names(IReadOnlyList<string> names) =>
        names.Count == 0 ? "none" : string.Join(", ", names);

    private sealed class NodeRefusedException(string message) : Exception(message);
}
