using Akka.Configuration;
using TradingActors.Engine;
using TradingActors.Engine.Strategies;
using TradingActors.Node.CommandLine;

namespace TradingActors.Node.Configuration;

/// <summary>Everything that the files and the command line say about a node, checked before anything is started.</summary>
public sealed record NodePlan(Config Config, EngineSettings Engine, NodeSettings Node, VenueSettings Venue)
{
    /// <exception cref="ConfigurationException">Something is missing, malformed, unknown or contradictory.</exception>
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
            throw new ConfigurationException(options.ConfigFile is { } file ? $"{e.Message} (with --config {file})" : e.Message, e);
        }
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
