using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The server's side of WebSocket framing (RFC 6455). The framework's own hides pings and writes frame by
/// frame; a venue must see the pongs, be able to break off in mid-frame, and write thousands of frames at
/// once.
/// </summary>
internal static class WebSocketFrames
{
    public const byte Continuation = 0x0;
    public const byte Text = 0x1;
    public const byte Binary = 0x2;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;
    public const byte Pong = 0xA;

    /// <summary>The longest header that a server writes: no mask.</summary>
    public const int HeaderMax = 10;

    private const byte Final = 0x80;

    /// <summary>The answer to a client's <c>Sec-WebSocket-Key</c>.</summary>
    public static string AcceptKey(string key)
    {
        // RFC 6455 prescribes SHA-1 and this text; nothing is kept secret by it.
        var text = Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
#pragma warning disable CA5350
        return Convert.ToBase64String(SHA1.HashData(text));
#pragma warning restore CA5350
    }

    /// <summary>Writes the header of a whole frame; returns its length.</summary>
    public static int WriteHeader(Span<byte> target, byte opcode, int length)
    {
        target[0] = (byte)(Final | opcode);
        if (length < 126)
        {
            target[1] = (byte)length;
            return 2;
        }

        if (length <= ushort.MaxValue)
        {
            target[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)length);
            return 4;
        }

        target[1] = 127;
        BinaryPrimitives.WriteUInt64BigEndian(target[2..], (ulong)length);
        return 10;
    }

    /// <summary>
    /// Reads a frame's header. False while it is not all there; a client's frame must be masked, a control
    /// frame short and whole, otherwise <paramref name="problem"/> says what is wrong.
    /// </summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> source, out FrameHeader header, out string? problem)
    {
        header = default;
        problem = null;
        if (source.Length < 2) return false;
        var opcode = (byte)(source[0] & 0x0F);
        var isFinal = (source[0] & Final) != 0;
        if ((source[0] & 0x70) != 0) problem = "a reserved bit is set";
        else if ((source[1] & 0x80) == 0) problem = "a client's frame must be masked";
        if (problem is not null) return false;
        long length = source[1] & 0x7F;
        if (opcode >= Close && (length > 125 || !isFinal)) problem = "a control frame is long or split";
        if (problem is not null) return false;
        var at = 2;
        if (length == 126)
        {
            if (source.Length < 4) return false;
            length = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
            at = 4;
        }
        else if (length == 127)
        {
            if (source.Length < 10) return false;
            length = (long)BinaryPrimitives.ReadUInt64BigEndian(source[2..]);
            at = 10;
        }

        if (source.Length < at + 4) return false;
        if (length < 0) problem = "a frame's length is negative";
        header = new FrameHeader(
            opcode, isFinal, at + 4, length, MemoryMarshal.Read<uint>(source[at..]));
        return problem is null;
    }

    public static void Unmask(Span<byte> payload, uint mask)
    {
        var words = MemoryMarshal.Cast<byte, uint>(payload);
        for (var i = 0; i < words.Length; i++) words[i] ^= mask;
        var rest = payload[(words.Length * 4)..];
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in mask));
        for (var i = 0; i < rest.Length; i++) rest[i] ^= bytes[i];
    }

    /// <summary>What a frame says of itself; its payload follows the header, masked.</summary>
    public readonly record struct FrameHeader(
        byte Opcode, bool IsFinal, int HeaderLength, long Length, uint Mask);
}
