using System.Globalization;
using TradingActors.Engine.Exits;
using TradingActors.Node.Control;

namespace TradingActors.Node.CommandLine;

/// <summary>Leaving positions, and following that.</summary>
public sealed partial class ControlClient
{
    /// <summary>A flatten that was begun and cannot be found for so long is told as lost.</summary>
    private static readonly TimeSpan FindFlatten = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Begins and follows to the end, which every flatten has: 0 when nothing is left but dust, 1 when
    /// something is, 4 when the node refused.
    /// </summary>
    public Task<int> FlattenAsync(FlattenRequest request, bool haltsFirst) => AskAsync(async http =>
    {
        if (haltsFirst)
        {
            var halt = await Read<HaltAnswer>(await Post(http, "/engine/v1/emergency/halt",
                new HaltRequest(request.Reason, request.Scope, request.Principal)));
            await SayAsync($"HALTED {halt.Scope}: {halt.HaltId}, kept in {halt.Durability}");
        }

        var answer = await Read<FlattenAnswer>(await Post(http, "/engine/v1/flatten", request));
        foreach (var account in answer.Accounts)
            await SayAsync(account.Code is { } code
                ? $"{account.Account}: NOT BEGUN, {code} {account.Detail}"
                : $"{account.Account}: {(account.HasJoined ? "joins" : "begins")} {account.FlattenId}");
        var ended = await FollowAsync(http, answer);
        if (_options.Json)
            Print(new { Flatten = answer, Ended = ended });
        var isClean = answer.Accounts.All(a => a.Code is null) && ended.Count == answer.Accounts.Count
            && ended.All(f => f.Outcome is FlattenOutcome.Flat or FlattenOutcome.Dust);
        return isClean ? ExitCodes.Ok : ExitCodes.Failed;
    });

    public Task<int> StopFlattenAsync(string id, StopFlattenRequest request) => AskAsync(async http =>
    {
        var answer = await Read<IReadOnlyList<FlattenAccountAnswer>>(
            await Post(http, $"/engine/v1/flatten/{Uri.EscapeDataString(id)}/stop", request));
        if (_options.Json)
            Print(answer);
        foreach (var account in answer)
            await SayAsync($"{account.Account}: {id} ends where it stands");
        return ExitCodes.Ok;
    });

    private async Task<IReadOnlyList<FlattenView>> FollowAsync(HttpClient http, FlattenAnswer answer)
    {
        var begun = answer.Accounts.Where(a => a.Code is null)
            .Select(a => (a.Account, a.FlattenId)).ToHashSet();
        var told = new Dictionary<string, string>();
        var seenAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var known = await Read<FlattensAnswer>(await http.GetAsync("/engine/v1/flatten"));
            FlattenView[] ours = [.. known.Flattens.Where(f => begun.Contains((f.Account, f.FlattenId)))];
            foreach (var flatten in ours)
                await TellAsync(flatten, told);
            if (ours.Length == begun.Count)
                seenAt = TimeProvider.System.GetTimestamp();
            var isLost = TimeProvider.System.GetElapsedTime(seenAt) > FindFlatten;
            if (ours.All(f => f.IsDone) && (ours.Length == begun.Count || isLost))
                return ours;
            await Task.Delay(AskEvery);
        }
    }

    /// <summary>Each line once, and again when it says something else.</summary>
    private async Task TellAsync(FlattenView flatten, Dictionary<string, string> told)
    {
        foreach (var line in flatten.Lines)
            await TellAsync($"{flatten.Account} {line.Symbol}", Describe(line), told);
        if (flatten.IsDone)
            await TellAsync($"{flatten.Account} {flatten.FlattenId}",
                $"{flatten.Outcome.ToString().ToUpperInvariant()} {flatten.EndReason}".TrimEnd(), told);
    }

    private async Task TellAsync(string subject, string text, Dictionary<string, string> told)
    {
        if (told.TryGetValue(subject, out var before) && before == text)
            return;

        told[subject] = text;
        await SayAsync($"  {subject}: {text}");
    }

    private static string Describe(FlattenLineView line)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{ControlJson.Text(line.Position)} left of {ControlJson.Text(line.AtStart)}, ")
            + $"{ControlJson.Text(line.Closed)} closed in {line.Orders} orders";
        if (line.AveragePrice is { } average)
            text += $" at {ControlJson.Text(decimal.Round(average, 8))}";
        if (line.Unknown > 0)
            text += $", {line.Unknown} UNKNOWN";
        return line.Code.Length == 0 ? text : $"{text}: {line.Code} {line.Detail}".TrimEnd();
    }

    private Task SayAsync(string text) => _options.Json ? Task.CompletedTask : _output.WriteLineAsync(text);
}
