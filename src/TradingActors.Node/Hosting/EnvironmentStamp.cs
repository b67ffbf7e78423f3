using System.Text;
using TradingActors.Node.Configuration;

namespace TradingActors.Node.Hosting;

/// <summary>
/// Which environment a data directory belongs to. Its journal's orders, positions and emergency state are of
/// that one alone: a directory that was active on a simulated venue must not start active on real money.
/// </summary>
public static class EnvironmentStamp
{
    private const string FileName = "environment";
    private const string BeforeStamps = "simulated";

    /// <summary>Stamps a fresh directory, checks a used one.</summary>
    /// <exception cref="ConfigurationException">It belongs to another environment.</exception>
    public static void Require(DataDirectory data, string environment)
    {
        var file = data.File(FileName);
        var stamped = File.Exists(file) ? File.ReadAllText(file).Trim()
            : File.Exists(data.File("journal.db")) ? BeforeStamps
            : null;
        if (stamped is not null && stamped != environment)
            throw new ConfigurationException(
                $"data directory {data.Path} belongs to '{stamped}' and the configuration trades on "
                + $"'{environment}': give --data another directory");
        if (!File.Exists(file))
            Write(file, environment);
    }

    private static void Write(string path, string environment)
    {
        using var file = new FileStream(path, FileMode.CreateNew);
        file.Write(Encoding.UTF8.GetBytes(environment + "\n"));
        file.Flush(flushToDisk: true);
    }
}
