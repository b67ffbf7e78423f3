using System.Net;
using Spectre.Console;
using TradingActors.Node.Control;

namespace TradingActors.Node.CommandLine;

/// <content>The limits of an account.</content>
public sealed partial class ControlClient
{
    public Task<int> LimitsAsync(string? account) => AskAsync(async http =>
    {
        var query = account is null ? "" : $"?account={Uri.EscapeDataString(account)}";
        var answer = await Read<LimitsAnswer>(await http.GetAsync($"/engine/v1/limits{query}"));
        if (_options.Json)
        {
            Print(answer);
            return ExitCodes.Ok;
        }

        var table = new Table().AddColumns("limit", "in force", "configured", "used", "%", "changed by");
        foreach (var row in answer.Limits.Where(l => l.Value is not null))
            table.AddRow(
                Markup.Escape(row.Limit), Amount(row.Value), Amount(row.Configured),
                row.Used is { } now ? ControlJson.Text(decimal.Round(now, 8)) : "",
                row is { Used: { } used, Value: { } max and > 0m }
                    ? ControlJson.Text(decimal.Round(used * 100m / max, 1))
                    : "",
                Markup.Escape(row.ChangedBy.Length == 0 ? "" : $"{row.ChangedBy}: {row.Reason}"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160;
        console.Write(table);
        await _output.WriteLineAsync($"{answer.Account}: limits version {answer.Version}; "
            + $"{answer.Limits.Count(l => l.Value is null)} are off");
        return ExitCodes.Ok;
    });

    /// <summary>Changes one limit; 6 when that waits for a second person.</summary>
    public Task<int> SetLimitAsync(LimitRequest request) => AskAsync(async http =>
        await LimitAnsweredAsync(await Post(http, "/engine/v1/limits", request)));

    public Task<int> ApproveLimitAsync(ApproveLimitRequest request) => AskAsync(async http =>
        await LimitAnsweredAsync(await Post(http, "/engine/v1/limits/approve", request)));

    private async Task<int> LimitAnsweredAsync(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            var pending = await Read<LimitPendingAnswer>(response);
            if (_options.Json)
                Print(pending);
            else
                await _output.WriteLineAsync(
                    $"NOT CHANGED YET {pending.Limit}: a second person approves it with "
                    + $"'limits approve {pending.ApprovalId}' until {ControlJson.Text(pending.ValidUntil)}");
            return ExitCodes.Pending;
        }

        var answer = await Read<LimitAnswer>(response);
        if (_options.Json)
            Print(answer);
        else
            await _output.WriteLineAsync($"{answer.Account}: {answer.Limit} is {Amount(answer.Value)}, "
                + $"it was {Amount(answer.Was)}; limits version {answer.Version}");
        return ExitCodes.Ok;
    }

    private static string Amount(decimal? value) => value is { } amount ? ControlJson.Text(amount) : "off";
}
