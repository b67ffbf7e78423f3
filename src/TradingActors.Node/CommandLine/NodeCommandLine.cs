using System.CommandLine;
using System.CommandLine.Parsing;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// The command line: without a verb it runs a node; each verb stands in a file of its own.
/// </summary>
public sealed class NodeCommandLine(INodeCommands commands, params IReadOnlyList<INodeVerb> verbs)
{
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
        var shared = new SharedOptions();
        var root = new RunCommandLine(shared, commands.RunAsync).Build();
        foreach (var steer in new SteerCommandLine(shared, commands).Build())
            root.Add(steer);
        root.Add(new VenueCommandLine(shared, commands.SimulateVenueAsync).Build());
        foreach (var verb in verbs)
            root.Add(verb.Build(shared));
        return root;
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
