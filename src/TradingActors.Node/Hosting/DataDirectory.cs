using System.Globalization;
using System.Text;
using TradingActors.Node.Configuration;

namespace TradingActors.Node.Hosting;

/// <summary>
/// Where one process keeps what must survive it. Held exclusively: two nodes on one directory would be two
/// owners of the same accounts.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>
    /// Makes the directory where it is missing, and holds it until disposed; the system lets go of a killed
    /// process's.
    /// </summary>
    /// <exception cref="ConfigurationException">It cannot be made or written to, or another process holds
    /// it.</exception>
    public static DataDirectory Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"data directory {path} cannot be made: {e.Message}", e);
        }

        var file = System.IO.Path.Combine(path, "lock");
        try
        {
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            WriteHolder(path);
            return new DataDirectory(path, held);
        }
        catch (IOException e)
        {
            throw new ConfigurationException(
                $"data directory {path} is in use by process {ReadHolder(path)}: stop it or give --data DIR",
                e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ConfigurationException($"data directory {path} cannot be written to: {e.Message}", e);
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A directory below, made where it is missing.</summary>
    public string Below(string name) => Directory.CreateDirectory(File(name)).FullName;

    public void Dispose() => _lock.Dispose();

    /// <summary>The process is named in a file of its own, because the held one cannot be read.</summary>
    private static void WriteHolder(string path)
    {
        using var file = new FileStream(System.IO.Path.Combine(path, "pid"), FileMode.Create);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush(flushToDisk: true);
    }

    private static string ReadHolder(string path)
    {
        try
        {
            return System.IO.File.ReadAllText(System.IO.Path.Combine(path, "pid")).Trim();
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
