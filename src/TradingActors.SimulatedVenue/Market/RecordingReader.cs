using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Reads a recording frame by frame, plain or gzip by its content: one object a line,
/// <c>{"local_ns": recorder clock, "msg": frame as received}</c>. Never holds more than the frame that is
/// next.
/// </summary>
internal sealed class RecordingReader : IDisposable
{
    private readonly string _path;
    private readonly Stream _stream;
    private readonly LineReader _lines;
    private byte[] _line = new byte[4096];
    private int _dataStart;
    private int _dataLength;

    public RecordingReader(string path)
    {
        _path = path;
        _stream = Open(path);
        _lines = new LineReader(_stream);
    }

    public int LineNumber => _lines.Number;

    public long LocalNs { get; private set; }

    /// <summary>The stream's name, or null for a depth snapshot.</summary>
    public string? Stream { get; private set; }

    /// <summary>The payload of a stream's frame, or the whole snapshot.</summary>
    public ReadOnlySpan<byte> Data => _line.AsSpan(_dataStart, _dataLength);

    /// <summary>Moves to the next frame; false at the end of the file.</summary>
    public bool Read()
    {
        try
        {
            if (!_lines.Read(out var line, out _)) return false;
            if (line.Length > _line.Length) _line = new byte[Math.Max(line.Length, _line.Length * 2)];
            line.CopyTo(_line);
            Parse(_line.AsSpan(0, line.Length));
            return true;
        }
        catch (JsonException problem)
        {
            throw Error($"not a frame: {problem.Message}");
        }
        catch (InvalidDataException problem)
        {
            throw Error(problem.Message);
        }
    }

    public RecordingException Error(string problem) => new(_path, Math.Max(_lines.Number, 1), problem);

    public void Dispose() => _stream.Dispose();

    private static Stream Open(string path)
    {
        FileStream file;
        try
        {
            file = File.OpenRead(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(
                $"The recording {path} cannot be opened: {problem.Message}", problem);
        }

        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private void Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var hasTime = false;
        var hasMessage = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw Error("not a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("local_ns"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var ns))
                    throw Error("local_ns is not a whole number");
                LocalNs = ns;
                hasTime = true;
            }
            else if (reader.ValueTextEquals("msg"u8))
            {
                ParseMessage(ref reader);
                hasMessage = true;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (!hasTime) throw Error("local_ns is missing");
        if (!hasMessage) throw Error("msg is missing");
        if (reader.Read()) throw Error("more than one object");
    }

    private void ParseMessage(ref Utf8JsonReader reader)
    {
        Stream = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw Error("msg is not an object");
        var start = (int)reader.TokenStartIndex;
        var isSnapshot = false;
        var hasData = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("stream"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.String) throw Error("msg.stream is not text");
                Stream = Intern(reader.ValueSpan);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartObject) throw Error("msg.data is not an object");
                _dataStart = (int)reader.TokenStartIndex;
                reader.Skip();
                _dataLength = (int)reader.BytesConsumed - _dataStart;
                hasData = true;
            }
            else
            {
                isSnapshot |= reader.ValueTextEquals("lastUpdateId"u8);
                reader.Read();
                reader.Skip();
            }
        }

        if (Stream is not null && hasData) return;
        if (!isSnapshot) throw Error("msg is neither a stream's frame nor a depth snapshot");
        Stream = null;
        _dataStart = start;
        _dataLength = (int)reader.BytesConsumed - start;
    }

    private readonly Dictionary<int, List<(byte[] Bytes, string Name)>> _names = [];

    /// <summary>One string a stream name, however many frames carry it.</summary>
    private string Intern(ReadOnlySpan<byte> bytes)
    {
        if (!_names.TryGetValue(bytes.Length, out var names)) _names.Add(bytes.Length, names = []);
        foreach (var (known, name) in names)
            if (bytes.SequenceEqual(known)) return name;
        var added = Encoding.UTF8.GetString(bytes);
        names.Add((bytes.ToArray(), added));
        return added;
    }
}
