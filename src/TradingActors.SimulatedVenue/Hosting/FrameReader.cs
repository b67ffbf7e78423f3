namespace TradingActors.SimulatedVenue;

/// <summary>
/// Cuts the bytes that a client sends into messages; puts split messages together, up to a bound.
/// </summary>
internal sealed class FrameReader(int messageMax)
{
    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;
    private byte[] _split = [];
    private bool _isSplit;

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
            return _buffer.AsMemory(_end);
        }
    }

    public void Filled(int count) => _end += count;

    /// <summary>
    /// The next whole message. A null kind is the client's farewell. Throws on what is no WebSocket frame.
    /// </summary>
    public bool TryTake(out VenueInputKind? kind, out byte[] bytes)
    {
        kind = VenueInputKind.Wake;
        bytes = [];
        while (true)
        {
            var available = _buffer.AsSpan(_start, _end - _start);
            if (!WebSocketFrames.TryReadHeader(available, out var header, out var problem))
                return problem is null ? false : throw new InvalidDataException(problem);
            if (header.Length + _split.Length > messageMax)
                throw new InvalidDataException($"a message is longer than {messageMax} bytes");
            if (available.Length < header.HeaderLength + header.Length) return false;
            var payload = available.Slice(header.HeaderLength, (int)header.Length);
            WebSocketFrames.Unmask(payload, header.Mask);
            _start += header.HeaderLength + payload.Length;
            if (!Take(header, payload, out kind, out bytes)) continue;
            return true;
        }
    }

    private bool Take(
        WebSocketFrames.FrameHeader header,
        ReadOnlySpan<byte> payload,
        out VenueInputKind? kind,
        out byte[] bytes)
    {
        kind = header.Opcode switch
        {
            WebSocketFrames.Close => null,
            WebSocketFrames.Ping => VenueInputKind.Ping,
            WebSocketFrames.Pong => VenueInputKind.Pong,
            WebSocketFrames.Text or WebSocketFrames.Binary => VenueInputKind.Text,
            WebSocketFrames.Continuation => VenueInputKind.Text,
            _ => throw new InvalidDataException($"the opcode {header.Opcode} is not known"),
        };
        bytes = [];
        if (kind != VenueInputKind.Text)
        {
            bytes = payload.ToArray();
            return true;
        }

        if (_isSplit != (header.Opcode == WebSocketFrames.Continuation))
            throw new InvalidDataException("a split message is out of order");
        if (header.IsFinal && !_isSplit)
        {
            bytes = payload.ToArray();
            return true;
        }

        _split = [.. _split, .. payload];
        _isSplit = !header.IsFinal;
        if (_isSplit) return false;
        bytes = _split;
        _split = [];
        return true;
    }
}
