using System.CommandLine;
using System.CommandLine.Parsing;
using TradingActors.Engine.Emergency;

namespace TradingActors.Node.CommandLine;

/// <summary>What the commands do; the command line decides only which and with what.</summary>
public interface INodeCommands
{
    Task<int> RunAsync(RunOptions options);

    Task<int> StatusAsync(SteerOptions options);

    Task<int> HaltAsync(SteerOptions options);

    Task<int> ResumeAsync(SteerOptions options);

    Task<int> SimulateVenueAsync(VenueOptions options);
}

/// <summary>The command line: without a command it runs a node, the commands steer a running one.</summary>
public sealed class NodeCommandLine
{
    private readonly INodeCommands _commands;

    private readonly Option<string?> _recording = new("--recording")
    {
        Description = "Replay a recorded market (NDJSON, plain or gzip) as the embedded venue's.",
        HelpName = "FILE",
    };

    private readonly Option<double> _speed = Parsed<double>(
        "--speed", OptionText.TrySpeed, 1,
        "Market seconds per second; max plays as fast as it can be read.", "X");

    private readonly Option<bool> _untilEnd = new("--until-end")
    {
        Description = "Stop when the recording has ended.",
    };

    private readonly Option<TimeSpan?> _for = new("--for")
    {
        Description = "Stop after this time: 30s, 5m, 2h.",
        HelpName = "DURATION",
        CustomParser = r => OptionText.TryDuration(r.Tokens[0].Value, out var span, out var why)
            ? span
            : Fail<TimeSpan?>(r, why),
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed of the generated market and of all chance.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "Where journal, ledger and logs are kept.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./data",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "A HOCON file that wins over the node's own.",
        HelpName = "FILE",
    };

    private readonly Option<Uri> _http = Parsed<Uri>(
        "--http", OptionText.TryLoopback, new Uri("http://127.0.0.1:8080"),
        "The control address, on loopback.", "ADDRESS");

    private readonly Option<Uri?> _venue = Parsed<Uri?>(
        "--venue", OptionText.TryAddress, null,
        "A simulated venue of another process, not the embedded one.", "URL");

    private readonly Option<string?> _strategy = new Option<string?>("--strategy")
    {
        Description = "Trade with this sample strategy instead of the configured ones.",
        HelpName = "NAME",
    }.AcceptOnlyFromAmong("quoter", "trend");

    private readonly Option<bool> _json = new("--json")
    {
        Description = "One JSON object on stdout, everything else on stderr.",
        Recursive = true,
    };

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why; kept in the emergency record.",
        HelpName = "TEXT",
        Required = true,
    };

    private readonly Option<string> _scope = new("--scope")
    {
        Description = "all, venue:NAME, account:NAME, strategy:ACCOUNT/NAME or instrument:VENUE/SYMBOL.",
        HelpName = "S",
        DefaultValueFactory = _ => "all",
    };

    public NodeCommandLine(INodeCommands commands)
    {
        _commands = commands;
        _reason.Validators.Add(r =>
            Require(r, !string.IsNullOrWhiteSpace(r.GetValueOrDefault<string>()), "--reason is empty"));
        _scope.Validators.Add(r =>
        {
            if (!Scope.TryParse(r.GetValueOrDefault<string>() ?? "", out _, out var why))
                r.AddError($"--scope: {why}");
        });
    }

    /// <summary>
    /// Parses and runs; what cannot be parsed is said on <paramref name="error"/> and exits with 2.
    /// </summary>
    public async Task<int> InvokeAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
                await error.WriteLineAsync(problem.Message);
            await error.WriteLineAsync("Run with --help for what is possible.");
            return ExitCodes.Usage;
        }

        // Signals are the node's own business: it cancels its orders before it goes.
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    private RootCommand Build()
    {
        var root = new RootCommand(
            "A trading node: runs strategies against a venue through risk, journal and an emergency gate.")
        {
            _recording, _speed, _untilEnd, _for, _seed, _data, _config, _http, _venue, _strategy, _json,
        };
        root.Validators.Add(CheckRun);
        root.SetAction(r => _commands.RunAsync(new RunOptions(
            r.GetValue(_recording),
            r.GetValue(_speed),
            r.GetValue(_untilEnd),
            r.GetValue(_for),
            r.GetValue(_seed),
            r.GetValue(_data)!,
            r.GetValue(_config),
            r.GetValue(_http)!,
            r.GetValue(_venue),
            r.GetValue(_strategy),
            r.GetValue(_json))));

        root.Add(Steer("status", "Show how a running node stands.", [], _commands.StatusAsync));
        root.Add(Steer("halt", "Stop new orders now and cancel the working ones.", [_reason, _scope],
            _commands.HaltAsync));
        root.Add(Steer("resume", "Lift a halt.", [_reason, _scope], _commands.ResumeAsync));

        root.Add(new VenueCommandLine(_commands.SimulateVenueAsync).Build());
        return root;
    }

    private Command Steer(
        string name, string description, Option[] options, Func<SteerOptions, Task<int>> run)
    {
        var command = new Command(name, description) { _http };
        foreach (var option in options)
            command.Add(option);
        command.SetAction(r => run(new SteerOptions(r.GetValue(_http)!, r.GetValue(_json),
            options.Contains(_reason) ? r.GetValue(_reason)! : "",
            options.Contains(_scope) ? r.GetValue(_scope)! : "all")));
        return command;
    }

    private void CheckRun(CommandResult run)
    {
        var hasRecording = run.GetResult(_recording) is not null;
        var hasVenue = run.GetResult(_venue) is { Implicit: false };
        Require(run, hasRecording || run.GetResult(_untilEnd) is null or { Implicit: true },
            "--until-end needs --recording: a generated market has no end");
        Require(run, !(hasVenue && hasRecording),
            "--venue and --recording exclude each other: a recording is replayed by the venue's own process");
        Require(run, !(hasVenue && run.GetResult(_speed) is { Implicit: false }),
            "--venue and --speed exclude each other: the other process sets the speed");
    }

    internal delegate bool Reader<T>(string text, out T value, out string why);

    internal static Option<T> Parsed<T>(
        string name, Reader<T> reader, T fallback, string description, string helpName) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => fallback,
            CustomParser = r =>
                reader(r.Tokens[0].Value, out var value, out var why) ? value : Fail<T>(r, $"{name}: {why}"),
        };

    internal static T Fail<T>(ArgumentResult result, string why)
    {
        result.AddError(why);
        return default!;
    }

    internal static void Require(SymbolResult result, bool holds, string otherwise)
    {
        if (!holds)
            result.AddError(otherwise);
    }
}
