namespace TradingActors.SimulatedVenue;

/// <summary>
/// Reads a stream line by line without ever holding more than one line; a line longer than the bound is an
/// error.
/// </summary>
internal sealed class LineReader(Stream stream, int lineMax = 16 * 1024 * 1024)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The number of the line last read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The offset in the stream behind the line last read and its end mark.</summary>
    public long Offset { get; private set; }

    /// <summary>
    /// The next line without its end mark; <paramref name="isTerminated"/> is false for a last line that has
    /// none.
    /// </summary>
    public bool Read(out ReadOnlySpan<byte> line, out bool isTerminated)
    {
        var searched = 0;
        while (true)
        {
            var available = _buffer.AsSpan(_start, _end - _start);
            var at = available[searched..].IndexOf((byte)'\n');
            if (at >= 0)
            {
                Advance(searched + at, searched + at + 1, out line);
                isTerminated = true;
                return true;
            }

            searched = available.Length;
            if (Fill()) continue;
            isTerminated = false;
            Advance(searched, searched, out line);
            return searched > 0;
        }
    }

    private void Advance(int length, int consumed, out ReadOnlySpan<byte> line)
    {
        line = _buffer.AsSpan(_start, length);
        _start += consumed;
        Offset += consumed;
        if (consumed > 0) Number++;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= lineMax)
                throw new InvalidDataException($"line {Number + 1} is longer than {lineMax} bytes");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
