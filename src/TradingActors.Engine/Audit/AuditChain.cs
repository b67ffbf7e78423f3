using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Audit;

/// <summary>
/// The hash chain over a stream: <c>h(0) = SHA-256(domain, stream)</c>, then for each row in order
/// <c>h(n) = SHA-256(h(n-1), sequence number, content)</c>, where the content is
/// <c>SHA-256(serializer id, length of the manifest, manifest, bytes)</c>. Numbers are big-endian. So one
/// hash stands for every row up to its own, in their order, in their stream.
/// </summary>
public static class AuditChain
{
    public const int HashBytes = SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Domain => "trading-actors audit v1\n"u8;

    public static byte[] Genesis(string stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Domain);
        hash.AppendData(Encoding.UTF8.GetBytes(stream));
        return hash.GetHashAndReset();
    }

    /// <summary>What a row says, wherever it stands.</summary>
    public static byte[] Content(JournalRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var manifest = Encoding.UTF8.GetBytes(row.Manifest);
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head, row.SerializerId);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], manifest.Length);
        hash.AppendData(head);
        hash.AppendData(manifest);
        hash.AppendData(row.Bytes);
        return hash.GetHashAndReset();
    }

    public static byte[] Next(ReadOnlySpan<byte> previous, long sequenceNumber, ReadOnlySpan<byte> content)
    {
        Span<byte> link = stackalloc byte[HashBytes + 8 + HashBytes];
        previous.CopyTo(link);
        BinaryPrimitives.WriteInt64BigEndian(link[HashBytes..], sequenceNumber);
        content.CopyTo(link[(HashBytes + 8)..]);
        return SHA256.HashData(link);
    }
}
