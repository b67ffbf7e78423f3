using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Emergency;

/// <summary>The halt file cannot be trusted: a person must look before this node may start.</summary>
public sealed class HaltFileException(string path, string problem, Exception? inner = null)
    : Exception(
        $"halt file {path}: {problem}. Read it, move it away, start the node and give the halt again", inner);

/// <summary>
/// Halts that the emergency stream did not take in time, on this node's own disk. Written whole beside its
/// name, synced, then renamed, so that a crash leaves the old file or the new one; read at every start.
/// </summary>
public static class HaltFile
{
    /// <summary>Its name in the data directory.</summary>
    public const string Name = "halt.json";

    private const int FormatVersion = 1;

    /// <summary>
    /// The holds in the file, none where there is no file. A file that is not whole is never skipped.
    /// </summary>
    public static IReadOnlyList<Hold> Read(string path)
    {
        if (!File.Exists(path))
            return [];

        try
        {
            var bytes = File.ReadAllBytes(path);
            var content = JsonSerializer.Deserialize(bytes, HaltFileJson.Default.HaltFileContent)
                ?? throw new HaltFileException(path, "holds null");
            if (content.Version != FormatVersion)
                throw new HaltFileException(
                    path, $"has format {content.Version}, this build reads {FormatVersion}");
            if (content.Holds.Count == 0 || content.Holds.Any(h => h.Id.Length == 0))
                throw new HaltFileException(path, "holds no halt, or one without an id");
            return content.Holds;
        }
        catch (JsonException e)
        {
            throw new HaltFileException(
                path, $"line {(e.LineNumber ?? 0) + 1} cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HaltFileException(path, $"cannot be read: {e.Message}", e);
        }
    }

    public static void Write(string path, IReadOnlyList<Hold> holds)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, new HaltFileContent(FormatVersion, holds),
                HaltFileJson.Default.HaltFileContent);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        SyncDirectory(path);
    }

    public static void Remove(string path)
    {
        File.Delete(path);
        SyncDirectory(path);
    }

    /// <summary>
    /// On Unix a rename is durable only once its directory is; Windows journals it and cannot sync one.
    /// </summary>
    private static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            return;

        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using var handle = open(directory, flags: 0);
        if (handle.IsInvalid || fsync(handle) != 0)
            throw new IOException($"{directory} could not be synced: error {Marshal.GetLastPInvokeError()}");
    }

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(SafeFileHandle handle);
}

internal sealed record HaltFileContent(int Version, IReadOnlyList<Hold> Holds);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    Converters = [typeof(ScopeConverter)])]
[JsonSerializable(typeof(HaltFileContent))]
internal sealed partial class HaltFileJson : JsonSerializerContext;
