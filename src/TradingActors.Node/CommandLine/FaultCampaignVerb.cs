using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Akka.Configuration;
using TradingActors.Node.Configuration;
using TradingActors.Simulation.Campaign;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// The command <c>fault-campaign</c>: faults by the thousand on virtual time, judged by the simulated
/// venue's ledger.
/// </summary>
internal sealed class FaultCampaignVerb(TextWriter output, TextWriter error) : INodeVerb
{
    private const string Begin = "<!-- fault campaign: begin (written by the command) -->";
    private const string End = "<!-- fault campaign: end -->";

    private readonly Option<int> _faults = new("--faults")
    {
        Description = "How many faults to inject at least, spread over all kinds.",
        HelpName = "N",
        DefaultValueFactory = _ => 1_000,
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed of every world: the same one gives the same table.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _only = new("--only")
    {
        Description = "The rows whose name begins so, alone.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _write = new("--write")
    {
        Description = "Put the table between its marks in this Markdown file as well.",
        HelpName = "FILE",
    };

    public Command Build(SharedOptions shared)
    {
        _faults.Validators.Add(r => NodeCommandLine.Require(
            r, r.GetValueOrDefault<int>() is >= 1 and <= 1_000_000, "--faults is 1 to 1000000"));
        var command = new Command(
            "fault-campaign", "Inject faults into a trading engine on virtual time and let the ledger judge.")
        {
            _faults, _seed, _only, _write,
        };
        command.SetAction(r => Run(
            r.GetValue(_faults), r.GetValue(_seed), r.GetValue(_only) ?? "", r.GetValue(_write),
            r.GetValue(shared.Json)));
        return command;
    }

    private int Run(int faults, ulong seed, string only, string? file, bool asJson)
    {
        if (file is not null && !File.Exists(file))
            return Refuse($"--write: there is no file {file}");
        int[] rows =
        [
            .. Enumerable.Range(0, FaultScenario.All.Count)
                .Where(i => FaultScenario.All[i].Name.StartsWith(only, StringComparison.Ordinal)),
        ];
        if (rows.Length == 0)
            return Refuse($"--only: no row begins with '{only}'");

        var began = Stopwatch.GetTimestamp();
        var outcomes = RunRows(rows, (faults + rows.Length - 1) / rows.Length, seed);
        var table = CampaignTable.Markdown(outcomes);
        output.WriteLine(asJson ? Json(outcomes, Stopwatch.GetElapsedTime(began)) : table);
        if (file is not null)
            Write(file, table, outcomes, seed);
        foreach (var outcome in outcomes.Where(o => !o.IsSound))
            foreach (var problem in outcome.Lost.Concat(outcome.Doubled).Concat(outcome.Stuck))
                error.WriteLine($"{outcome.Scenario.Name}, seed {outcome.Seed}: {problem}");
        return outcomes.All(o => o.IsSound) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>Each row is a world of its own, on one thread; rows run beside one another.</summary>
    private FaultOutcome[] RunRows(int[] rows, int injections, ulong seed)
    {
        var shipped = ConfigurationFactory.ParseString(
            File.ReadAllText(Path.Combine(NodeConfiguration.DefaultDirectory, "trading.conf")));
        var campaign = new FaultCampaign(shipped, seed);
        var outcomes = new FaultOutcome[rows.Length];
        var done = 0;
        Parallel.For(0, rows.Length, i =>
        {
            outcomes[i] = campaign.Run(rows[i], injections);
            error.WriteLine(
                $"{Interlocked.Increment(ref done)} of {rows.Length}: {outcomes[i].Scenario.Name}, "
                + $"{(outcomes[i].IsSound ? "sound" : "NOT SOUND")}");
        });
        return outcomes;
    }

    private int Refuse(string why)
    {
        error.WriteLine(why);
        return ExitCodes.Usage;
    }

    private static void Write(string file, string table, FaultOutcome[] outcomes, ulong seed)
    {
        var text = File.ReadAllText(file);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"{file} has no marks '{Begin}' and '{End}'");
        var injections = outcomes.Sum(o => o.Injections);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"`fault-campaign --faults {injections} --seed {seed}`, on virtual time:");
        File.WriteAllText(file, $"{text[..(begin + Begin.Length)]}\n\n{line}\n\n{table}\n{text[end..]}");
    }

    private static string Json(FaultOutcome[] outcomes, TimeSpan took) => JsonSerializer.Serialize(
        new
        {
            faults = outcomes.Sum(o => o.Injections),
            lost = outcomes.Sum(o => o.Lost.Count),
            doubled = outcomes.Sum(o => o.Doubled.Count),
            stuck = outcomes.Sum(o => o.Stuck.Count),
            wall_seconds = Math.Round(took.TotalSeconds, 1),
            rows = outcomes.Select(o => new
            {
                fault = o.Scenario.Name,
                seed = o.Seed,
                injections = o.Injections,
                in_flight = o.InFlight,
                lost = o.Lost,
                doubled = o.Doubled,
                stuck = o.Stuck,
                p50_seconds = Math.Round(o.Median.TotalSeconds, 2),
                max_seconds = Math.Round(o.Longest.TotalSeconds, 2),
            }),
        });
}
