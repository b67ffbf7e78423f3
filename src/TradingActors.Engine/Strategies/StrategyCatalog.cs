using System.Reflection;
using TradingActors.Domain;
using TradingActors.Engine.Strategies.Samples;

namespace TradingActors.Engine.Strategies;

/// <summary>
/// A configured strategy; <paramref name="Make"/> gives a fresh one for every life of the desk.
/// </summary>
public sealed record StrategyDefinition(
    StrategyId Id,
    IReadOnlyList<Symbol> Symbols,
    Func<IStrategy> Make);

/// <summary>
/// Which strategies there are: the built-in kinds by name, and users' own by type, from an assembly beside
/// the node or at a path. A user's type is an <see cref="IStrategy"/> with a public constructor that takes
/// the <see cref="ConfigReader"/> of its settings, or none.
/// </summary>
public sealed class StrategyCatalog
{
    private readonly SortedDictionary<string, Func<ConfigReader, IStrategy>> _kinds =
        new(StringComparer.Ordinal)
        {
            ["two-sided-quoter"] = settings => new TwoSidedQuoter(QuoterSettings.Read(settings)),
            ["trend-follower"] = settings => new TrendFollower(TrendSettings.Read(settings)),
        };

    /// <summary>Adds a kind under a name of its own.</summary>
    public void Add(string kind, Func<ConfigReader, IStrategy> make) => _kinds.Add(kind, make);

    /// <summary>
    /// Reads <c>kind</c> (or <c>type</c> and, where the assembly is not beside the node, <c>assembly</c>),
    /// <c>symbols</c> and <c>settings</c>. Makes one strategy at once, so that a mistake shows at the start.
    /// </summary>
    public StrategyDefinition Read(StrategyId id, ConfigReader config)
    {
        var make = Factory(config);
        var symbols = config.List("symbols").Select(s => new Symbol(s)).ToArray();
        if (symbols.Length == 0)
            throw new ConfigKeyException($"{config.Path}.symbols", "names no symbol");
        if (symbols.Distinct().Count() != symbols.Length)
            throw new ConfigKeyException($"{config.Path}.symbols", "names a symbol twice");

        if (config.SectionOrNull("settings") is null)
            throw new ConfigKeyException($"{config.Path}.settings", "is missing");
        config.Finish();
        make(config.Section("settings"));
        return new StrategyDefinition(id, symbols, () => make(config.Section("settings")));
    }

    private Func<ConfigReader, IStrategy> Factory(ConfigReader config)
    {
        var kind = config.TextOrNull("kind");
        var typeName = config.TextOrNull("type");
        var assembly = config.TextOrNull("assembly");
        if (kind is null == typeName is null)
            throw new ConfigKeyException($"{config.Path}.kind", "exactly one of kind and type must be given");
        if (typeName is not null)
            return FromType(config, Load(config, typeName, assembly));

        return _kinds.TryGetValue(kind!, out var make)
            ? make
            : throw new ConfigKeyException(
                $"{config.Path}.kind", $"'{kind}' is not one of {string.Join(", ", _kinds.Keys)}");
    }

    private static Type Load(ConfigReader config, string typeName, string? assembly)
    {
        Type? type;
        try
        {
            type = assembly is null
                ? Type.GetType(typeName)
                : Assembly.LoadFrom(Path.GetFullPath(assembly)).GetType(typeName);
        }
        catch (Exception failure)
            when (failure is IOException or BadImageFormatException or ArgumentException)
        {
            throw new ConfigKeyException(
                $"{config.Path}.assembly", $"'{assembly}' cannot be loaded: {failure.Message}");
        }

        if (type is null)
            throw new ConfigKeyException($"{config.Path}.type", $"there is no type '{typeName}'");
        return typeof(IStrategy).IsAssignableFrom(type) && !type.IsAbstract
            ? type
            : throw new ConfigKeyException(
                $"{config.Path}.type", $"'{typeName}' is not an {nameof(IStrategy)}");
    }

    private static Func<ConfigReader, IStrategy> FromType(ConfigReader config, Type type)
    {
        var withSettings = type.GetConstructor([typeof(ConfigReader)]);
        var plain = type.GetConstructor(Type.EmptyTypes);
        if (withSettings is null && plain is null)
            throw new ConfigKeyException(
                $"{config.Path}.type",
                $"'{type}' has no constructor that takes a {nameof(ConfigReader)}, or nothing");

        return withSettings is not null
            ? settings => (IStrategy)Construct(withSettings, [settings])
            : _ => (IStrategy)Construct(plain!, []);
    }

    private static object Construct(ConstructorInfo constructor, object[] arguments) =>
        constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
}
