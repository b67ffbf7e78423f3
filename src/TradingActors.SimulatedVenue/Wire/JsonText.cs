using System.Buffers.Text;

namespace TradingActors.SimulatedVenue;

/// <summary>A growing buffer for the small, frequent frames whose shape is fixed.</summary>
internal sealed class JsonText
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public JsonText Start(ReadOnlySpan<byte> raw)
    {
        _length = 0;
        return Raw(raw);
    }

    public JsonText Raw(ReadOnlySpan<byte> raw)
    {
        raw.CopyTo(Room(raw.Length));
        _length += raw.Length;
        return this;
    }

    public JsonText Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        _length += written;
        return this;
    }

    /// <summary>An amount as the venue writes it: eight decimals, quoted.</summary>
    public JsonText Amount(decimal value)
    {
        Raw("\""u8);
        Utf8Formatter.TryFormat(value, Room(48), out var written, new System.Buffers.StandardFormat('F', 8));
        _length += written;
        return Raw("\""u8);
    }

    /// <summary>Text that needs no escaping.</summary>
    public JsonText Text(string ascii)
    {
        var room = Room(ascii.Length);
        _length += System.Text.Encoding.ASCII.GetBytes(ascii, room);
        return this;
    }

    public JsonText Flag(bool value) => Raw(value ? "true"u8 : "false"u8);

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        return _bytes.AsSpan(_length);
    }
}
