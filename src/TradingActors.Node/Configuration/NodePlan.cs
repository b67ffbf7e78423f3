using Akka.Configuration;
using TradingActors.Engine;
using TradingActors.Engine.Strategies;
using TradingActors.Node.CommandLine;

namespace TradingActors.Node.Configuration;

/// <summary>
/// Everything that the files and the command line say about a node, checked before anything is started.
/// </summary>
public sealed record NodePlan(Config Config, EngineSettings Engine, NodeSettings Node, VenueSettings Venue)
{
    /// <exception cref="ConfigurationException">Something is missing, malformed, unknown or
    /// contradictory.</exception>
    public static NodePlan Make(string directory, RunOptions options)
    {
        if (options.Recording is { } recording && !File.Exists(recording))
            throw new ConfigurationException($"--recording {recording}: there is no such file");

        var config = NodeConfiguration.Load(directory, options.ConfigFile);
        try
        {
            config = WithStrategy(config, options.Strategy);
            var engine = EngineSettings.Read(config, new StrategyCatalog());
            var node = NodeSettings.Read(config);
            VenueSettings[] venues = [.. engine.Accounts.Select(node.VenueOf).Distinct()];
            return venues.Length == 1
                ? new NodePlan(config, engine, node, venues[0])
                : throw new ConfigurationException(
                    $"accounts at {venues.Length} venues: this node embeds or reaches one simulated venue");
        }
        catch (ConfigKeyException e)
        {
            throw new ConfigurationException(
                options.ConfigFile is { } file ? $"{e.Message} (with --config {file})" : e.Message, e);
        }
    }

    /// <summary>
    /// The plan with the symbols that the venue lists: one session carries all of an account's, and a single
    /// unknown one would fail it. A strategy that needs such a symbol is refused; <paramref name="missing"/>
    /// tells the rest.
    /// </summary>
    public NodePlan ForListed(IReadOnlySet<string> listed, out IReadOnlyList<string> missing)
    {
        var configured = Engine.Accounts.SelectMany(a => a.Symbols).Select(s => s.Value).Distinct();
        missing = [.. configured.Where(s => !listed.Contains(s))];
        foreach (var account in Engine.Accounts)
        {
            foreach (var strategy in account.Strategies)
                if (strategy.Symbols.Any(symbol => !listed.Contains(symbol.Value)))
                    throw new ConfigurationException(
                        $"strategy '{strategy.Id}' of account '{account.Account}' trades "
                        + $"{strategy.Symbols.First(symbol => !listed.Contains(symbol.Value))}, "
                        + "which the venue does not list; it lists "
                        + string.Join(", ", listed.Order(StringComparer.Ordinal)));
            if (!account.Symbols.Any(s => listed.Contains(s.Value)))
                throw new ConfigurationException(
                    $"account '{account.Account}': the venue lists none of its symbols "
                    + string.Join(", ", account.Symbols));
        }

        return this with
        {
            Engine = Engine with
            {
                Accounts =
                [
                    .. Engine.Accounts.Select(a =>
                        a with { Symbols = [.. a.Symbols.Where(s => listed.Contains(s.Value))] }),
                ],
            },
        };
    }

    private static Config WithStrategy(Config config, string? strategy)
    {
        if (strategy is null)
            return config;

        var accounts = new ConfigReader(config, $"{EngineSettings.Section}.accounts").Names();
        return ConfigurationFactory.ParseString(string.Concat(accounts.Select(account =>
                $"{EngineSettings.Section}.accounts.\"{account}\".enabled-strategies = [{strategy}]\n")))
            .WithFallback(config);
    }
}
