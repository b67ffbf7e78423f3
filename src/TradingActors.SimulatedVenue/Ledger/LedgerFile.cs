using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The ledger as a file of one JSON entry a line. Each commit is one write. At start a last line or commit
/// that a crash tore is cut off; anything else that cannot be read refuses to start.
/// </summary>
public sealed class LedgerFile : ILedgerStore
{
    public const string FileName = "venue-ledger.ndjson";

    private readonly FileStream _file;
    private readonly FileStream _ownership;
    private readonly bool _flushToDisk;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    private LedgerFile(FileStream file, FileStream ownership, bool flushToDisk)
    {
        _file = file;
        _ownership = ownership;
        _flushToDisk = flushToDisk;
    }

    /// <summary>The ledger's usual name in a data directory.</summary>
    public static string PathIn(string directory) => Path.Combine(directory, FileName);

    /// <summary>
    /// Opens or creates a ledger and returns the entries in it, in order. Throws
    /// <see cref="LedgerCorruptException"/> for a ledger that cannot be trusted, <see cref="IOException"/>
    /// for one that another venue has open.
    /// </summary>
    public static LedgerFile Open(
        string path, bool flushToDisk, ILogger log, out List<LedgerEntry> entries)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream? file = null;
        // Held open for as long as the ledger is, so that no second venue writes to it.
        var ownership = new FileStream(
            path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            file = new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            entries = Recover(file, path, log);
            file.Seek(0, SeekOrigin.End);
            return new LedgerFile(file, ownership, flushToDisk);
        }
        catch
        {
            file?.Dispose();
            ownership.Dispose();
            throw;
        }
    }

    public void Write(IReadOnlyList<LedgerEntry> commit)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true }))
            foreach (var entry in commit)
            {
                writer.Reset();
                JsonSerializer.Serialize(writer, entry, LedgerJson.Options);
                writer.Flush();
                _buffer.Write("\n"u8);
            }

        _file.Write(_buffer.WrittenSpan);
        _file.Flush(_flushToDisk);
    }

    public void Dispose()
    {
        _file.Dispose();
        _ownership.Dispose();
    }

    private static List<LedgerEntry> Recover(FileStream file, string path, ILogger log)
    {
        var entries = new List<LedgerEntry>();
        var lines = new LineReader(file);
        long soundEnd = 0;
        while (lines.Read(out var line, out var isTerminated))
        {
            if (!isTerminated) break;
            var entry = Parse(line, path, lines.Number);
            if (entry.Sequence != lines.Number)
                throw new LedgerCorruptException(
                    $"{path} line {lines.Number}: the entry has number {entry.Sequence}, not the line's.");
            entries.Add(entry);
            if (entry.Following == 0) soundEnd = lines.Offset;
        }

        if (soundEnd < file.Length) CutBack(file, path, soundEnd, entries, log);
        return entries;
    }

    private static LedgerEntry Parse(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<LedgerEntry>(line, LedgerJson.Options)
                ?? throw new LedgerCorruptException($"{path} line {number}: the line is null.");
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            throw new LedgerCorruptException(
                $"{path} line {number}: not a ledger entry: {problem.Message}", problem);
        }
    }

    private static void CutBack(
        FileStream file, string path, long soundEnd, List<LedgerEntry> entries, ILogger log)
    {
        var cut = file.Length - soundEnd;
        while (entries.Count > 0 && entries[^1].Following > 0) entries.RemoveAt(entries.Count - 1);
        log.LogWarning(
            "{Path}: the last commit was torn by a crash; {Bytes} bytes after line {Line} were cut off",
            path,
            cut.ToString(CultureInfo.InvariantCulture),
            entries.Count);
        file.SetLength(soundEnd);
    }
}
