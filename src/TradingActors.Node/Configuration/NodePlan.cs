using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Strategies;
using TradingActors.Node.CommandLine;

namespace TradingActors.Node.Configuration;

/// <summary>
/// Everything that the files and the command line say about a node, checked before anything is started.
/// </summary>
public sealed record NodePlan(
    Config Config, EngineSettings Engine, NodeSettings Node, IReadOnlyList<VenueSettings> Venues)
{
    /// <summary>What the node trades in, in a word or two: its venues' environments.</summary>
    public string Environment =>
        string.Join(" + ", Venues.Select(v => v.Environment).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The accounts that trade at the venue.</summary>
    public IReadOnlyList<AccountSettings> AccountsAt(VenueSettings venue) =>
        [.. Engine.Accounts.Where(a => a.Venue == venue.Venue)];

    /// <summary>What is traded at the venue.</summary>
    public IReadOnlyList<Symbol> SymbolsAt(VenueSettings venue) =>
        [.. AccountsAt(venue).SelectMany(a => a.Symbols).Distinct()];

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
            foreach (var venue in venues)
                node.RequireConsent(venue);
            Check(options, venues);
            return new NodePlan(config, Safe(engine, venues), node, venues);
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
    public NodePlan ForListed(
        VenueSettings venue, IReadOnlySet<string> listed, out IReadOnlyList<string> missing)
    {
        missing = [.. SymbolsAt(venue).Select(s => s.Value).Where(s => !listed.Contains(s))];
        foreach (var account in AccountsAt(venue))
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
                    .. Engine.Accounts.Select(a => a.Venue != venue.Venue
                        ? a
                        : a with { Symbols = [.. a.Symbols.Where(s => listed.Contains(s.Value))] }),
                ],
            },
        };
    }

    /// <summary>A first start where orders are real is a halted one, whatever is configured.</summary>
    private static EngineSettings Safe(EngineSettings engine, IReadOnlyList<VenueSettings> venues) =>
        venues.Any(v => v.IsLive)
            ? engine with { Emergency = engine.Emergency with { InitialMode = TradingMode.Halted } }
            : engine;

    private static void Check(RunOptions options, IReadOnlyList<VenueSettings> venues)
    {
        var simulated = venues.Count(v => v.Kind == VenueKind.Simulated);
        if (simulated > 1)
            throw new ConfigurationException(
                $"accounts at {simulated} simulated venues: a node embeds or reaches one");
        if (simulated == 0 && (options.Venue is not null || options.Recording is not null))
            throw new ConfigurationException(
                $"{(options.Venue is null ? "--recording" : "--venue")} is about a simulated venue, and no "
                + "account trades at one");
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
