using System.Text.Json;
using Serilog.Extensions.Logging;
using Spectre.Console;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;
using TradingActors.Node.Hosting;
using TradingActors.Node.Summaries;
using TradingActors.Node.Terminal;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// Carries the commands out. What a user can put right ends as one line on stderr and an exit code.
/// </summary>
public sealed class NodeCommands(TextWriter output, TextWriter error) : INodeCommands
{
    private const string HardStop =
        "stopped at once: orders may still be working at the venue; start the node again to see to them";

    public Task<int> RunAsync(RunOptions options) => Guarded(async () =>
    {
        var plan = NodePlan.Make(NodeConfiguration.DefaultDirectory, options);
        var interactive = !options.Json && !Console.IsOutputRedirected
            && AnsiConsole.Profile.Capabilities.Ansi;
        using var signal = new StopSignal(error, HardStop);
        await using var run = await NodeRun.StartAsync(options, plan, logToStderr: !interactive);

        using var shown = new CancellationTokenSource();
        var terminal =
            new NodeTerminal(run, options.Json ? error : output, interactive ? AnsiConsole.Console : null);
        var showing = terminal.ShowAsync(shown.Token);
        var endedBy = await run.UntilEndedAsync(signal.Asked);
        terminal.Notice($"stopping ({endedBy}): cancelling what works; Ctrl-C again stops at once");
        var summary = await run.StopAsync(endedBy);
        await shown.CancelAsync();
        await showing;

        Print(summary, options.Json);
        return summary.IsGood ? ExitCodes.Ok : ExitCodes.Failed;
    });

    public Task<int> SimulateVenueAsync(VenueOptions options) => Guarded(async () =>
    {
        var settings = ReadVenue(options.ConfigFile);
        await using var logger =
            NodeLogging.Create(null, Serilog.Events.LogEventLevel.Warning, toStderr: true);
        using var loggers = new SerilogLoggerFactory(logger);
        using var signal = new StopSignal(error, "the venue stopped at once");
        await using var venue = await StandaloneVenue.StartAsync(options, settings, loggers);
        foreach (var notice in venue.Notices)
            await error.WriteLineAsync(notice);
        await output.WriteLineAsync(JsonSerializer.Serialize(venue.Addresses, ControlJson.Options));
        await output.FlushAsync();
        var first = await Task.WhenAny(signal.Asked, venue.Ended, FaultOf(venue.RecordingEnded));
        await first;
        return ExitCodes.Ok;
    });

    public Task<int> StatusAsync(SteerOptions options) =>
        Guarded(() => new ControlClient(options, output, error).StatusAsync());

    public Task<int> HaltAsync(SteerOptions options) =>
        Guarded(() => new ControlClient(options, output, error).HaltAsync());

    public Task<int> ResumeAsync(SteerOptions options) =>
        Guarded(() => new ControlClient(options, output, error).ResumeAsync());

    private static VenueSettings ReadVenue(string? configFile)
    {
        var config = NodeConfiguration.Load(NodeConfiguration.DefaultDirectory, configFile);
        try
        {
            return NodeSettings.Read(config).Venues.FirstOrDefault(v => v.Kind == VenueKind.Simulated)
                ?? throw new ConfigurationException("no simulated venue is configured");
        }
        catch (Engine.ConfigKeyException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    /// <summary>Never ends by success: a venue goes on after its recording has ended.</summary>
    private static async Task FaultOf(Task recording)
    {
        await recording;
        await Task.Delay(Timeout.Infinite);
    }

    private Task<int> Guarded(Func<Task<int>> run) => Guard.RunAsync(error, run);

    private void Print(RunSummary summary, bool json)
    {
        if (json)
            output.WriteLine(JsonSerializer.Serialize(summary, ControlJson.Indented));
        else
            foreach (var line in SummaryText.Lines(summary))
                output.WriteLine(line);
        output.Flush();
    }
}
