using System.CommandLine;
using System.CommandLine.Parsing;

namespace TradingActors.Node.CommandLine;

/// <summary>What runs without a verb: a node, and its options.</summary>
internal sealed class RunCommandLine(SharedOptions shared, Func<RunOptions, Task<int>> run)
{
    private readonly SharedOptions _shared = shared;
    private readonly Func<RunOptions, Task<int>> _run = run;

    private readonly Option<string?> _recording = new("--recording")
    {
        Description = "Replay a recorded market (NDJSON, plain or gzip) as the embedded venue's.",
        HelpName = "FILE",
    };

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
            : NodeCommandLine.Fail<TimeSpan?>(r, why),
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "Where journal, ledger and logs are kept.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./data",
    };

    private readonly Option<Uri?> _venue = NodeCommandLine.Parsed<Uri?>(
        "--venue", OptionText.TryAddress, null,
        "A simulated venue of another process, not the embedded one.", "URL");

    private readonly Option<string?> _strategy = new Option<string?>("--strategy")
    {
        Description = "Trade with this sample strategy instead of the configured ones.",
        HelpName = "NAME",
    }.AcceptOnlyFromAmong("quoter", "trend");

    public RootCommand Build()
    {
        var root = new RootCommand(
            "A trading node: runs strategies against a venue through risk, journal and an emergency gate.")
        {
            _recording, _shared.Speed, _untilEnd, _for, _shared.Seed, _data, _shared.Config,
            _shared.Http, _venue, _strategy, _shared.Json,
        };
        root.Validators.Add(CheckRun);
        root.SetAction(r => _run(new RunOptions(
            r.GetValue(_recording),
            r.GetValue(_shared.Speed),
            r.GetValue(_untilEnd),
            r.GetValue(_for),
            r.GetValue(_shared.Seed),
            r.GetValue(_data)!,
            r.GetValue(_shared.Config),
            r.GetValue(_shared.Http)!,
            r.GetValue(_venue),
            r.GetValue(_strategy),
            r.GetValue(_shared.Json))));
        return root;
    }

    private void CheckRun(CommandResult run)
    {
        var hasRecording = run.GetResult(_recording) is not null;
        var hasVenue = run.GetResult(_venue) is { Implicit: false };
        NodeCommandLine.Require(run, hasRecording || run.GetResult(_untilEnd) is null or { Implicit: true },
            "--until-end needs --recording: a generated market has no end");
        NodeCommandLine.Require(run, !(hasVenue && hasRecording),
            "--venue and --recording exclude each other: a recording is replayed by the venue's own process");
        NodeCommandLine.Require(run, !(hasVenue && run.GetResult(_shared.Speed) is { Implicit: false }),
            "--venue and --speed exclude each other: the other process sets the speed");
    }
}
