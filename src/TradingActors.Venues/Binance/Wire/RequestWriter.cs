using System.Buffers.Text;
using System.Text;
using TradingActors.Venues.Json;
using TradingActors.Venues.Signing;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>
/// Writes one request frame at a time into a buffer that is reused. Each parameter goes into the frame and,
/// as <c>name=value</c>, into the text to sign, so that the two cannot differ; the caller gives signed
/// parameters in alphabetical order.
/// </summary>
internal sealed class RequestWriter
{
    private byte[] _frame = new byte[1024];
    private byte[] _payload = new byte[1024];
    private int _frameLength;
    private int _payloadLength;
    private bool _hasParameters;

    public ReadOnlySpan<byte> Frame => _frame.AsSpan(0, _frameLength);

    public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, Math.Max(0, _payloadLength - 1));

    public void Begin(long id, ReadOnlySpan<byte> method)
    {
        _frameLength = _payloadLength = 0;
        _hasParameters = false;
        Append("{\"id\":"u8);
        AppendNumber(id);
        Append(",\"method\":\""u8);
        Append(method);
        Append("\""u8);
    }

    /// <summary>A text of ours that needs no escape: a word of the protocol.</summary>
    public void Word(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Open(name);
        Append("\""u8);
        Append(value);
        Append("\""u8);
        Sign(name, value);
    }

    public void Text(ReadOnlySpan<byte> name, string value)
    {
        Open(name);
        Append("\""u8);
        EnsureFrame(value.Length * 3);
        var from = _frameLength;
        _frameLength += Encoding.UTF8.GetBytes(value, _frame.AsSpan(from));
        Sign(name, _frame.AsSpan(from, _frameLength - from));
        if (_frame.AsSpan(from, _frameLength - from).ContainsAny(ToEscape))
            Escape(from);
        Append("\""u8);
    }

    public void Decimal(ReadOnlySpan<byte> name, decimal value)
    {
        Span<byte> digits = stackalloc byte[WireNumber.LengthMax];
        Word(name, digits[..WireNumber.Format(value, digits)]);
    }

    public void Number(ReadOnlySpan<byte> name, long value)
    {
        Open(name);
        var from = _frameLength;
        AppendNumber(value);
        Sign(name, _frame.AsSpan(from, _frameLength - from));
    }

    /// <summary>An array of texts; unsigned requests alone have one.</summary>
    public void Texts<T>(ReadOnlySpan<byte> name, IReadOnlyList<T> values)
    {
        Open(name);
        Append("["u8);
        for (var i = 0; i < values.Count; i++)
        {
            Append(i == 0 ? "\""u8 : ",\""u8);
            var value = values[i]!.ToString()!;
            EnsureFrame(value.Length * 3);
            var from = _frameLength;
            _frameLength += Encoding.UTF8.GetBytes(value, _frame.AsSpan(from));
            if (_frame.AsSpan(from, _frameLength - from).ContainsAny(ToEscape))
                Escape(from);
            Append("\""u8);
        }

        Append("]"u8);
    }

    /// <summary>
    /// Adds the signature of everything so far, the one parameter that is not signed itself.
    /// </summary>
    public void Signature(RequestSigner signer)
    {
        Span<byte> text = stackalloc byte[RequestSigner.LengthMax];
        var length = signer.Sign(Payload, text);
        Open("signature"u8);
        Append("\""u8);
        Append(text[..length]);
        Append("\""u8);
    }

    public ReadOnlySpan<byte> End()
    {
        Append(_hasParameters ? "}}"u8 : "}"u8);
        return Frame;
    }

    private static readonly System.Buffers.SearchValues<byte> ToEscape =
        System.Buffers.SearchValues.Create(
            [.. Enumerable.Range(0, 32).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private void Open(ReadOnlySpan<byte> name)
    {
        Append(_hasParameters ? ",\""u8 : ",\"params\":{\""u8);
        _hasParameters = true;
        Append(name);
        Append("\":"u8);
    }

    private void Sign(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var needed = _payloadLength + name.Length + value.Length + 2;
        if (needed > _payload.Length)
            Array.Resize(ref _payload, Math.Max(needed, _payload.Length * 2));
        var into = _payload.AsSpan(_payloadLength);
        name.CopyTo(into);
        into[name.Length] = (byte)'=';
        value.CopyTo(into[(name.Length + 1)..]);
        into[name.Length + 1 + value.Length] = (byte)'&';
        _payloadLength = needed;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        EnsureFrame(bytes.Length);
        bytes.CopyTo(_frame.AsSpan(_frameLength));
        _frameLength += bytes.Length;
    }

    private void AppendNumber(long value)
    {
        EnsureFrame(20);
        Utf8Formatter.TryFormat(value, _frame.AsSpan(_frameLength), out var length);
        _frameLength += length;
    }

    private void EnsureFrame(int bytes)
    {
        if (_frameLength + bytes > _frame.Length)
            Array.Resize(ref _frame, Math.Max(_frameLength + bytes, _frame.Length * 2));
    }

    private void Escape(int from)
    {
        var raw = _frame[from.._frameLength];
        _frameLength = from;
        foreach (var b in raw)
            if (b is (byte)'"' or (byte)'\\')
                Append([(byte)'\\', b]);
            else if (b < 32)
                Append(Encoding.ASCII.GetBytes($"\\u{b:x4}"));
            else
                Append([b]);
    }
}
