using System.CommandLine;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;
using TradingActors.Node.Direct;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// The verb <c>panic</c>: cancels every open order of an account at its venue, with its key and nothing else.
/// </summary>
public sealed class PanicVerb(TextWriter output, TextWriter error, TextReader input, Func<bool> isInteractive)
    : INodeVerb
{
    private readonly Option<string?> _account = new("--account")
    {
        Description = "Whose orders; needed where several accounts are configured.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _venue = new("--venue")
    {
        Description = "A configured venue's name, or the address of a simulated one.",
        HelpName = "NAME|URL",
    };

    private readonly Option<TimeSpan> _deadline = NodeCommandLine.Parsed<TimeSpan>(
        "--deadline", OptionText.TryDuration, TimeSpan.FromSeconds(30),
        "When to give up; what is open then is listed.", "DURATION");

    private readonly Option<bool> _yes = new("--yes")
    {
        Description = "Do not ask.",
    };

    public Command Build(SharedOptions shared)
    {
        var command = new Command(
            "panic", "Cancel every open order of an account at the venue, with nothing but its key.")
        {
            _account, _venue, _deadline, _yes, shared.Config,
        };
        command.SetAction(r => Guard.RunAsync(error, () => RunAsync(
            r.GetValue(shared.Config), r.GetValue(_account), r.GetValue(_venue), r.GetValue(_deadline),
            r.GetValue(_yes), r.GetValue(shared.Json))));
        return command;
    }

    private async Task<int> RunAsync(
        string? configFile, string? account, string? venue, TimeSpan deadline, bool isYes, bool isJson)
    {
        var target = Choose(configFile, account, venue);
        var key = target.Venue.Keys[target.Account].Load();
        if (!isYes && !await AgreesAsync(target))
            return ExitCodes.Usage;

        var symbols = target.Symbols.Count > 0 ? target.Symbols : [new Domain.Symbol("BTCUSDT")];
        var attempt = 0;
        var report = await new PanicRun(
                // A symbol that is no longer listed fails a whole session: the next one is made without it.
                () => target.Connect(
                    key, attempt++ == 0 ? symbols : [symbols[(attempt - 2) % symbols.Count]]),
                Clock.System, deadline)
            .RunAsync(target.Venue.Venue.Value, target.Venue.Environment, target.Account.Value);
        await PrintAsync(report, isJson);
        return report.IsComplete ? ExitCodes.Ok
            : report.Rounds == 0 ? ExitCodes.Unreachable
            : ExitCodes.Failed;
    }

    private static VenueTarget Choose(string? configFile, string? account, string? venue)
    {
        var address = venue is not null && OptionText.TryAddress(venue, out var url, out _) ? url : null;
        var name = address is null ? venue : null;
        var config = NodeConfiguration.Load(NodeConfiguration.DefaultDirectory, configFile);
        var settings = NodeSettings.Read(config);
        if (name is not null && settings.Venues.All(v => v.Venue.Value != name))
            throw new ConfigurationException($"--venue: '{name}' is not one of "
                + string.Join(", ", settings.Venues.Select(v => v.Venue)));
        VenueTarget[] targets =
        [
            .. VenueTarget.All(config, settings, address)
                .Where(t => name is null || t.Venue.Venue.Value == name)
                .Where(t => address is null || t.Venue.Kind == VenueKind.Simulated)
                .Where(t => account is null || t.Account.Value == account),
        ];
        return targets switch
        {
            [var only] => only,
            [] => throw new ConfigurationException(
                $"no account{(account is null ? "" : $" '{account}'")} with a key at a venue that can be "
                + "reached from here. An embedded simulated venue answers its node alone, a shadow has no "
                + "orders at its venue; give --venue URL for a simulated one of another process"),
            _ => throw new ConfigurationException("--account or --venue is needed, there are "
                + string.Join(", ", targets.Select(t => $"{t.Account} at {t.Venue.Venue}"))),
        };
    }

    private async Task<bool> AgreesAsync(VenueTarget target)
    {
        if (!isInteractive())
        {
            await error.WriteLineAsync("--yes is needed where nobody can be asked");
            return false;
        }

        await error.WriteAsync($"Cancel every open order of account '{target.Account}' at "
            + $"'{target.Venue.Venue}' ({target.Venue.Environment})? Type yes: ");
        await error.FlushAsync();
        if ((await input.ReadLineAsync())?.Trim() is "yes")
            return true;
        await error.WriteLineAsync("nothing was done");
        return false;
    }

    private async Task PrintAsync(PanicReport report, bool isJson)
    {
        if (isJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(report, ControlJson.Indented));
            return;
        }

        foreach (var problem in report.Problems)
            await error.WriteLineAsync($"problem: {problem}");
        foreach (var order in report.Ended)
            await output.WriteLineAsync($"  {Line(order)}: {order.Outcome}");
        foreach (var order in report.Remaining)
            await output.WriteLineAsync($"  STILL OPEN {Line(order)}: {order.Outcome}");
        var subject = $"account '{report.Account}' at '{report.Venue}' ({report.Environment})";
        await output.WriteLineAsync(report.IsComplete
            ? $"{subject}: the venue says that no order is open; {report.Ended.Count} had been"
            : report.Rounds == 0
                ? $"{subject}: NOT REACHED, nothing is known of its orders"
                : $"{subject}: NOT COMPLETE, {report.Remaining.Count} known to be open");
        if (report.IsComplete)
            await output.WriteLineAsync(
                "positions are untouched; a node that still runs may place new orders: halt or stop it");
    }

    private static string Line(PanicOrder order) =>
        $"{order.Symbol} {order.Side} {ControlJson.Text(order.Quantity)}"
        + (order.Price is { } price ? $" at {ControlJson.Text(price)}" : "")
        + $" (filled {ControlJson.Text(order.Filled)}) {order.ClientOrderId}";
}
