using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradingActors.Simulation;

/// <summary>
/// What happened in a world, in order, as one rolling SHA-256: two runs with the same hash were the same run,
/// byte for byte. The latest entries are kept as text, for whoever has to understand a failure.
/// </summary>
public sealed class Trace : IDisposable
{
    private const int LatestMax = 400;
    private const int ShownBytesMax = 240;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _latest = new();

    /// <summary>Entries so far.</summary>
    public long Count { get; private set; }

    /// <summary>Of everything recorded so far.</summary>
    public string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public IReadOnlyCollection<string> Latest => _latest;

    /// <summary>
    /// Everything that decides what happens next belongs in here. What is not shown, like the public streams,
    /// is part of the hash alone, because it would push everything else out of the latest entries.
    /// </summary>
    public void Record(TimeSpan at, string what, ReadOnlySpan<byte> bytes, bool isShown = true)
    {
        Count++;
        var head = string.Create(CultureInfo.InvariantCulture, $"{at.Ticks} {what} ");
        _hash.AppendData(Encoding.UTF8.GetBytes(head));
        _hash.AppendData(bytes);
        _hash.AppendData("\n"u8);
        if (isShown)
            Note(at, $"{what} {Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, ShownBytesMax)])}");
    }

    /// <summary>A line for the reader alone; not part of the hash.</summary>
    public void Note(TimeSpan at, string line)
    {
        if (_latest.Count == LatestMax)
            _latest.Dequeue();
        _latest.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{at:c} {line}"));
    }

    public void Dispose() => _hash.Dispose();
}
