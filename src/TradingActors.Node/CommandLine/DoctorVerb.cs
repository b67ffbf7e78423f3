using System.CommandLine;
using System.Text.Json;
using Akka.Configuration;
using Spectre.Console;
using TradingActors.Engine;
using TradingActors.Engine.Strategies;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;
using TradingActors.Node.Direct;
using TradingActors.Venues.WebSockets;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// The verb <c>doctor</c>: whether a node with this configuration could trade, as a table. It starts nothing
/// and sends no order.
/// </summary>
public sealed class DoctorVerb(TextWriter output, TextWriter error) : INodeVerb
{
    private readonly Option<Uri?> _venue = NodeCommandLine.Parsed<Uri?>(
        "--venue", OptionText.TryAddress, null,
        "Where the simulated venue of another process answers.", "URL");

    public Command Build(SharedOptions shared)
    {
        var command = new Command("doctor", "Check configuration, keys and venues; sends no order.")
        {
            _venue, shared.Config,
        };
        command.SetAction(r => Guard.RunAsync(error, () => RunAsync(
            r.GetValue(shared.Config), r.GetValue(_venue), r.GetValue(shared.Json))));
        return command;
    }

    /// <summary>Failures count before silence, silence before warnings.</summary>
    public static int ExitCode(IReadOnlyList<Finding> findings) =>
        findings.Any(f => f.Status == FindingStatus.Failed) ? ExitCodes.Failed
        : findings.Any(f => f.Status == FindingStatus.Unreachable) ? ExitCodes.Unreachable
        : findings.Any(f => f.Status == FindingStatus.Warning) ? ExitCodes.Degraded
        : ExitCodes.Ok;

    public static IReadOnlyList<Finding> Sanity(Config config, NodeSettings node)
    {
        var findings = new List<Finding>();
        try
        {
            var engine = EngineSettings.Read(config, new StrategyCatalog());
            foreach (var venue in engine.Accounts.Select(node.VenueOf).Distinct())
            {
                node.RequireConsent(venue);
                findings.Add(About(venue));
            }
        }
        catch (ConfigKeyException e)
        {
            findings.Add(new Finding("configuration", "settings", FindingStatus.Failed, e.Message));
        }

        return findings;
    }

    private static Finding About(VenueSettings venue) => new(
        "configuration", $"venue {venue.Venue}",
        FindingStatus.Ok,
        venue.Kind switch
        {
            VenueKind.Simulated => "simulated: nothing leaves this machine",
            VenueKind.BinanceSpotShadow =>
                $"{venue.Environment}: no key is read, orders are filled in the node",
            _ => venue.IsRealMoney ? "mainnet: REAL MONEY; a first start is halted"
                : $"{venue.Environment}: a first start is halted",
        });

    private async Task<int> RunAsync(string? configFile, Uri? address, bool isJson)
    {
        var config = NodeConfiguration.Load(NodeConfiguration.DefaultDirectory, configFile);
        var node = NodeSettings.Read(config);
        var findings = new List<Finding>(Sanity(config, node));
        var streams = new StreamProbe(new WebSocketTransportFactory());
        foreach (var target in VenueTarget.Watched(config, node, address))
            findings.AddRange(await new DoctorRun(target, streams).RunAsync());
        await PrintAsync(findings, isJson);
        return ExitCode(findings);
    }

    private async Task PrintAsync(IReadOnlyList<Finding> findings, bool isJson)
    {
        if (isJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(
                new { Findings = findings, ExitCode = ExitCode(findings) }, ControlJson.Indented));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("[bold]of[/]", "[bold]check[/]", "[bold]is[/]", "[bold]seen[/]");
        foreach (var finding in findings)
            table.AddRow(
                Markup.Escape(finding.Subject), Markup.Escape(finding.Check), Word(finding.Status),
                Markup.Escape(finding.Detail));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160;
        console.Write(table);
    }

    private static string Word(FindingStatus status) => status switch
    {
        FindingStatus.Ok => "[green]ok[/]",
        FindingStatus.Warning => "[yellow]warning[/]",
        FindingStatus.Failed => "[red]FAILED[/]",
        _ => "[red]UNREACHABLE[/]",
    };
}
