namespace TradingActors.SimulatedVenue;

/// <summary>
/// What one turn of the core sends. It is let go at the end of the turn, behind the ledger's commit, so that
/// nobody hears of anything that a crash could undo.
/// </summary>
internal sealed class TurnOutbox
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;
    private readonly List<(long Connection, Frame Frame, OutboundKind Kind)> _sends = [];
    private readonly HashSet<long> _silent = [];
    private readonly HashSet<long> _microseconds = [];

    /// <summary>Bytes that were laid down, to be sent to any number of connections.</summary>
    public readonly record struct Frame(int Offset, int Length);

    public bool IsEmpty => _sends.Count == 0;

    public Frame Lay(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default)
    {
        var length = first.Length + second.Length + third.Length;
        if (_bytes.Length - _length < length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        var room = _bytes.AsSpan(_length, length);
        first.CopyTo(room);
        second.CopyTo(room[first.Length..]);
        third.CopyTo(room[(first.Length + second.Length)..]);
        var frame = new Frame(_length, length);
        _length += length;
        return frame;
    }

    public ReadOnlySpan<byte> BytesOf(Frame frame) => _bytes.AsSpan(frame.Offset, frame.Length);

    /// <summary>Nothing is sent to the connection any more, though it stays open.</summary>
    public void Silence(long connection) => _silent.Add(connection);

    public bool IsSilent(long connection) => _silent.Count > 0 && _silent.Contains(connection);

    /// <summary>The connection is gone: its number comes no second time.</summary>
    public void Forget(long connection)
    {
        _silent.Remove(connection);
        _microseconds.Remove(connection);
    }

    public void Send(long connection, Frame frame) => _sends.Add((connection, frame, OutboundKind.Text));

    public void Send(long connection, ReadOnlySpan<byte> text) => Send(connection, Lay(text));

    public void Ping(long connection, ReadOnlySpan<byte> payload) =>
        _sends.Add((connection, Lay(payload), OutboundKind.Ping));

    public void Pong(long connection, ReadOnlySpan<byte> payload) =>
        _sends.Add((connection, Lay(payload), OutboundKind.Pong));

    /// <summary>Sends the first half of a frame and then breaks the connection.</summary>
    public void SendTorn(long connection, ReadOnlySpan<byte> text) =>
        _sends.Add((connection, Lay(text), OutboundKind.TornText));

    public void Close(long connection, ReadOnlySpan<byte> reason) =>
        _sends.Add((connection, Lay(reason), OutboundKind.Close));

    /// <summary>Breaks the connection without a word.</summary>
    public void Abort(long connection) => _sends.Add((connection, default, OutboundKind.Abort));

    /// <summary>From now on the connection is told times in microseconds.</summary>
    public void UseMicroseconds(long connection) => _microseconds.Add(connection);

    public void Release(IVenueOutput output)
    {
        foreach (var (connection, frame, kind) in _sends)
        {
            if (IsSilent(connection)) continue;
            var bytes = _bytes.AsSpan(frame.Offset, frame.Length);
            var isText = kind is OutboundKind.Text or OutboundKind.TornText;
            if (isText && _microseconds.Contains(connection)) bytes = MicrosecondText.Rewrite(bytes);
            output.Send(connection, kind, bytes);
        }

        _sends.Clear();
        _length = 0;
    }
}
