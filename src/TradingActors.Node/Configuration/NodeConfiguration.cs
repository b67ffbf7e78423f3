using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.DistributedData;
using Akka.Persistence.Sql;

namespace TradingActors.Node.Configuration;

/// <summary>
/// The HOCON that a node runs on: the files beside its program, below a file of the user's own. Every file is
/// checked for its form first; a key that nobody knows is refused by whoever reads its section.
/// </summary>
public static class NodeConfiguration
{
    /// <summary>The file in <c>hocon/</c> that includes the others.</summary>
    public const string RootFile = "node.conf";

    private const int IncludeDepthMax = 8;
    private static readonly string[] TopLevel = ["akka", "trading-actors"];

    /// <summary>Where the program's own files are.</summary>
    public static string DefaultDirectory => Path.Combine(AppContext.BaseDirectory, "hocon");

    /// <summary>
    /// Reads <paramref name="directory"/>'s files and, above them, <paramref name="userFile"/>.
    /// </summary>
    /// <exception cref="ConfigurationException">A file is missing or malformed, or a top-level key is
    /// unknown.</exception>
    public static Config Load(string directory, string? userFile)
    {
        var config = Read(Path.Combine(directory, RootFile));
        if (userFile is not null)
        {
            var user = Read(userFile);
            if (MisshapenKey(user.Root, config.Root, "") is { } key)
                throw new ConfigurationException($"configuration file {userFile}: '{key}' is a section in the "
                    + "node's own files and a value here, or the other way round");
            config = user.WithFallback(config);
        }

        return config
            .WithFallback(ClusterSharding.DefaultConfig())
            .WithFallback(ClusterSingleton.DefaultConfig())
            .WithFallback(DistributedData.DefaultConfig())
            .WithFallback(SqlPersistence.DefaultConfiguration);
    }

    /// <summary>
    /// The first key that is an object on one side alone; Akka's merge fails on it without naming it.
    /// </summary>
    private static string? MisshapenKey(HoconValue user, HoconValue own, string path)
    {
        if (user.IsObject() != own.IsObject())
            return path;
        if (!user.IsObject())
            return null;

        var known = own.GetObject().Items;
        foreach (var (key, value) in user.GetObject().Items)
            if (known.TryGetValue(key, out var other)
                && MisshapenKey(value, other, path.Length == 0 ? key : $"{path}.{key}") is { } found)
                return found;
        return null;
    }

    private static Config Read(string file)
    {
        var root = ReadRoot(file, 0);
        if (root.Value.IsObject())
            foreach (var key in root.Value.GetObject().Items.Keys)
                if (!TopLevel.Contains(key, StringComparer.Ordinal))
                    throw new ConfigurationException(
                        $"configuration file {file}: '{key}' is not a known key; "
                        + $"the top level holds {string.Join(" and ", TopLevel)}");
        return new Config(root);
    }

    private static HoconRoot ReadRoot(string file, int depth)
    {
        if (depth > IncludeDepthMax)
            throw new ConfigurationException(
                $"configuration file {file}: included more than {IncludeDepthMax} levels deep");

        var text = ReadText(file);
        if (HoconSyntax.Check(text) is { } problem)
            throw new ConfigurationException($"configuration file {file}, {problem}");

        try
        {
            return Parser.Parse(text, name =>
                ReadRoot(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, name), depth + 1));
        }
        catch (ConfigurationException)
        {
            throw;
        }
        catch (Exception e)
        {
            throw new ConfigurationException($"configuration file {file}: {e.Message}", e);
        }
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(File.Exists(file) || Directory.Exists(file)
                ? $"configuration file {file} cannot be read: {e.Message}"
                : $"configuration file {file} does not exist", e);
        }
    }
}
