using Akka.Actor;
using BenchmarkDotNet.Running;
using TradingActors.Benchmarks.Desks;
using TradingActors.Benchmarks.Measuring;
using TradingActors.Benchmarks.Micro;
using TradingActors.Benchmarks.Phases;

namespace TradingActors.Benchmarks;

/// <summary>
/// <c>path [--only p1,p2] [--write FILE]</c> runs the load phases and prints each figure beside its baseline.
/// Exit code 1 when contenders that must do the same did not, 2 when the command is not understood.
/// <c>micro</c> measures functions under BenchmarkDotNet, <c>micro decode --quick</c> in seconds, with exit
/// code 1 above the target.
/// </summary>
internal static class BenchmarkCommand
{
    private static readonly string[] Phases = ["p1", "p2", "p3", "p4", "p5", "p6", "p7"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["micro", "decode", "--quick"])
            return DecodeLoop.Run(Console.Out) ? 0 : 1;
        if (args is ["micro", ..])
        {
            BenchmarkSwitcher.FromTypes([typeof(DecodeBenchmarks), typeof(PositionBenchmarks)]).Run([.. args.Skip(1)]);
            return 0;
        }

        if (args is not ["path", ..] || !TryReadOptions(args.AsSpan(1), out var only, out var file))
        {
            await Console.Error.WriteLineAsync(
                $"usage: path [--only {string.Join(',', Phases)}] [--write FILE] | micro decode --quick "
                + "| micro [options of BenchmarkDotNet]");
            return 2;
        }

        var table = new FigureTable(Console.Out);
        var before = Machine.Describe();
        Console.WriteLine(before);
        await RunAsync(only, table);
        table.Note($"Load average at the end: {Machine.Load()}");
        var text = $"Machine: {before}\n\n{table.ToMarkdown()}";
        Console.WriteLine();
        Console.WriteLine(text);
        if (file is not null)
            Write(file, text);
        return table.IsConsistent ? 0 : 1;
    }

    private static async Task RunAsync(string[] only, FigureTable table)
    {
        if (only.Contains("p1"))
            RiskLadder.Run(table);
        if (only.Contains("p2"))
        {
            using var system = ActorSystem.Create("benchmark", JournalFiles.Quiet);
            await using var sink = await SocketSink.StartAsync();
            await new OrderPath(system, sink, table).RunAsync();
            await system.Terminate();
        }

        if (only.Contains("p3"))
            await new JournaledPath(table).RunAsync();
        if (only.Contains("p4"))
        {
            using var system = ActorSystem.Create("benchmark", JournalFiles.Quiet);
            await new ReportsPath(system, table).RunAsync();
            await system.Terminate();
        }

        if (only.Contains("p5"))
        {
            using var system = ActorSystem.Create("benchmark", JournalFiles.Quiet);
            await new MarketDataPath(system, table).RunAsync();
            await system.Terminate();
        }

        if (only.Contains("p6"))
            await new HaltPath(table).RunAsync();
        if (only.Contains("p7"))
            await new RecoveryPath(table).RunAsync();
    }

    private static bool TryReadOptions(ReadOnlySpan<string> options, out string[] only, out string? file)
    {
        only = Phases;
        file = null;
        for (var i = 0; i < options.Length; i += 2)
        {
            if (i + 1 >= options.Length)
                return false;

            if (options[i] == "--only")
                only = options[i + 1].Split(',');
            else if (options[i] == "--write")
                file = options[i + 1];
            else
                return false;
        }

        return only.All(Phases.Contains);
    }

    private static void Write(string file, string table)
    {
        var page = File.ReadAllText(file);
        var begin = page.IndexOf(FigureTable.BeginMarker, StringComparison.Ordinal);
        var end = page.IndexOf(FigureTable.EndMarker, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidDataException($"{file} lacks the markers that the table goes between");

        File.WriteAllText(file,
            $"{page[..(begin + FigureTable.BeginMarker.Length)]}\n\n{table.TrimEnd()}\n\n{page[end..]}");
    }
}
