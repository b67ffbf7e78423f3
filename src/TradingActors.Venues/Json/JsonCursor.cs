using System.Runtime.CompilerServices;

namespace TradingActors.Venues.Json;

/// <summary>
/// Walks one JSON text once, forward, without allocating and without throwing. The first thing wrong is kept
/// in <see cref="Fault"/> and every later read answers false, so that a caller checks once, at the end.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    /// <summary>
    /// Deeper nesting is refused: no venue frame comes near it, and the skip must not recurse without end.
    /// </summary>
    private const int DepthMax = 64;

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;
    private bool _afterOpen;

    /// <summary>What was wrong, or null while everything read so far was sound.</summary>
    public string? Fault { get; private set; }

    /// <summary>The offset that the next read starts at.</summary>
    public readonly int Position => _at;

    public bool EnterObject() => Open((byte)'{', "an object was expected");

    public bool EnterArray() => Open((byte)'[', "an array was expected");

    /// <summary>
    /// Moves to the next field and reads its name; false at the closing brace or at a fault.
    /// </summary>
    public bool NextField(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!Next((byte)'}'))
            return false;
        if (TryReadLetter(out name))
            return true;
        if (!ReadQuoted(out name))
            return false;
        if (PeekByte() != ':')
            return Fail("a colon was expected after a field's name");
        _at++;
        return true;
    }

    /// <summary>Moves to the next element; false at the closing bracket or at a fault.</summary>
    public bool NextElement() => Next((byte)']');

    /// <summary>The first byte of the value that comes next, zero at the end of the text.</summary>
    public byte PeekByte()
    {
        var at = _at;
        var json = _json;
        while ((uint)at < (uint)json.Length)
        {
            var b = json[at];
            if (b is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                _at = at;
                return b;
            }

            at++;
        }

        _at = at;
        return 0;
    }

    /// <summary>A string's bytes as they stand between its quotes, escapes included.</summary>
    public bool ReadString(out ReadOnlySpan<byte> text)
    {
        _afterOpen = false;
        return ReadQuoted(out text);
    }

    /// <summary>A string, or null for the literal null.</summary>
    public bool ReadStringOrNull(out ReadOnlySpan<byte> text, out bool isNull)
    {
        isNull = PeekByte() == 'n';
        if (!isNull)
            return ReadString(out text);
        text = default;
        return ReadLiteral("null"u8);
    }

    /// <summary>An integer, bare or in quotes.</summary>
    public bool ReadInteger(out long value)
    {
        value = 0;
        if (!ReadScalar(out var text))
            return false;
        return WireNumber.TryParseInteger(text, out value) || Fail("an integer was expected");
    }

    /// <summary>A plain decimal, bare or in quotes; see <see cref="WireNumber.TryParseDecimal"/>.</summary>
    public bool ReadDecimal(out decimal value)
    {
        value = 0m;
        if (!ReadScalar(out var text))
            return false;
        return WireNumber.TryParseDecimal(text, out value) || Fail("a plain decimal was expected");
    }

    public bool ReadBoolean(out bool value)
    {
        value = PeekByte() == 't';
        return value ? ReadLiteral("true"u8) : ReadLiteral("false"u8);
    }

    /// <summary>Passes over the value that comes next, whatever it is, and gives its bytes.</summary>
    public bool Skip(out ReadOnlySpan<byte> value)
    {
        PeekByte();
        var start = _at;
        var depth = 0;
        value = default;
        do
        {
            if (!SkipToken(ref depth))
                return false;
        }
        while (depth > 0);
        _afterOpen = false;
        value = _json[start.._at];
        return true;
    }

    public bool Skip() => Skip(out _);

    /// <summary>True when nothing but white space is left and nothing was wrong.</summary>
    public bool AtEnd()
    {
        PeekByte();
        return Fault is null && (_at >= _json.Length || Fail("there is text after the end of the value"));
    }

    /// <summary>Records a fault that the caller found in a value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool Fail(string why)
    {
        Fault ??= why;
        _at = _json.Length;
        return false;
    }

    private bool Open(byte brace, string why)
    {
        if (PeekByte() != brace)
            return Fail(why);
        _at++;
        _afterOpen = true;
        return true;
    }

    private bool Next(byte closing)
    {
        var b = PeekByte();
        if (b == closing)
        {
            _at++;
            _afterOpen = false;
            return false;
        }

        if (_afterOpen)
        {
            _afterOpen = false;
            return b != 0 || Fail("the text ends in the middle");
        }

        if (b != ',')
            return Fail(b == 0 ? "the text ends in the middle" : "a comma or a closing bracket was expected");
        _at++;
        return true;
    }

    /// <summary>The short way for a name of one letter with its colon, as the streams have them.</summary>
    private bool TryReadLetter(out ReadOnlySpan<byte> name)
    {
        name = default;
        var left = _json[_at..];
        if (left.Length < 4 || left[0] != '"' || left[2] != '"' || left[3] != ':'
            || left[1] is <= (byte)' ' or (byte)'"' or (byte)'\\')
            return false;

        name = left.Slice(1, 1);
        _at += 4;
        return true;
    }

    private bool ReadQuoted(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (PeekByte() != '"')
            return Fail("a string was expected");
        var json = _json;
        var start = _at + 1;
        for (var at = start; at < json.Length; at++)
        {
            var b = json[at];
            if (b == '"')
            {
                text = json[start..at];
                _at = at + 1;
                return true;
            }

            if (b < ' ')
                return Fail("a control character stands in a string");
            if (b == '\\')
                at++;
        }

        return Fail("a string has no end");
    }

    private bool ReadScalar(out ReadOnlySpan<byte> text)
    {
        if (PeekByte() == '"')
            return ReadString(out text);
        _afterOpen = false;
        var start = _at;
        var at = start;
        while (at < _json.Length && IsScalar(_json[at]))
            at++;
        _at = at;
        text = _json[start..at];
        return at > start || Fail("a value was expected");
    }

    private bool ReadLiteral(ReadOnlySpan<byte> literal)
    {
        _afterOpen = false;
        if (!_json[_at..].StartsWith(literal))
            return Fail("an unknown literal");
        _at += literal.Length;
        return (_at >= _json.Length || !IsScalar(_json[_at])) || Fail("an unknown literal");
    }

    private bool SkipToken(ref int depth)
    {
        switch (PeekByte())
        {
            case 0:
                return Fail("the text ends in the middle");
            case (byte)'"':
                return ReadQuoted(out _);
            case (byte)'{' or (byte)'[':
                _at++;
                return ++depth <= DepthMax || Fail("the text nests too deep");
            case (byte)'}' or (byte)']':
                _at++;
                return --depth >= 0 || Fail("a bracket closes nothing");
            case (byte)',' or (byte)':':
                _at++;
                return depth > 0 || Fail("a value was expected");
            default:
                return ReadScalar(out _);
        }
    }

    private static bool IsScalar(byte b) =>
        b is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z')
            or (>= (byte)'A' and <= (byte)'Z') or (byte)'.' or (byte)'-' or (byte)'+';
}
