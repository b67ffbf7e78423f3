using System.Buffers.Binary;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// One WebSocket. Its reader feeds the loop; the loop lays frames into a buffer, and everything that gathered
/// while a write was under way goes out as the next. Past the bound the connection is dropped, as a venue
/// drops a slow reader.
/// </summary>
internal sealed class VenueSocket(
    long id,
    Stream stream,
    ChannelWriter<VenueInput> inputs,
    VenueSockets sockets,
    int pendingMax,
    ILogger log)
    : IDisposable
{
    private const int MessageMax = 1024 * 1024;
    private const ushort NormalClosure = 1000;
    private const ushort PolicyViolation = 1008;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private byte[] _pending = new byte[4096];
    private byte[] _writing = new byte[4096];
    private int _pendingLength;
    private bool _isWriting;
    private bool _isClosing;
    private bool _isGone;

    public long Id { get; } = id;

    /// <summary>Set by the loop while the socket waits to be flushed.</summary>
    public bool IsTouched { get; set; }

    public bool IsCongested
    {
        get
        {
            lock (_lock) return _pendingLength > pendingMax / 4;
        }
    }

    /// <summary>Lays a frame down. Called by the loop alone.</summary>
    public void Enqueue(OutboundKind kind, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_isGone || _isClosing) return;
            switch (kind)
            {
                case OutboundKind.Text: Append(WebSocketFrames.Text, bytes); break;
                case OutboundKind.Ping: Append(WebSocketFrames.Ping, bytes); break;
                case OutboundKind.Pong: Append(WebSocketFrames.Pong, bytes); break;
                case OutboundKind.TornText:
                    Append(WebSocketFrames.Text, bytes);
                    _pendingLength -= bytes.Length - bytes.Length / 2;
                    _isClosing = true;
                    break;
                case OutboundKind.Close:
                    AppendClose(PolicyViolation, bytes);
                    _isClosing = true;
                    break;
                case OutboundKind.Abort:
                    _pendingLength = 0;
                    _isClosing = true;
                    break;
            }

            if (_pendingLength <= pendingMax) return;
            log.LogWarning("Connection {Id} is dropped: {Bytes} unsent bytes", Id, _pendingLength);
            _pendingLength = 0;
            _isClosing = true;
        }
    }

    /// <summary>
    /// Starts a write of what has gathered, unless one is under way that will take it along.
    /// </summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_isWriting || _isGone || (_pendingLength == 0 && !_isClosing)) return;
            _isWriting = true;
        }

        _ = WriteAllAsync();
    }

    /// <summary>Reads until the connection ends, however it does.</summary>
    public async Task ReadAsync()
    {
        try
        {
            var reader = new FrameReader(MessageMax);
            while (true)
            {
                var read = await stream.ReadAsync(reader.Room, _end.Token).ConfigureAwait(false);
                if (read == 0) break;
                reader.Filled(read);
                while (reader.TryTake(out var kind, out var bytes))
                {
                    if (kind is not { } input) Farewell();
                    else
                        await inputs.WriteAsync(
                            new VenueInput(input, Id, bytes), _end.Token).ConfigureAwait(false);
                }
            }
        }
        catch (InvalidDataException problem)
        {
            log.LogWarning("Connection {Id} is dropped: {Problem}", Id, problem.Message);
        }
        catch (Exception problem) when (
            problem is IOException or OperationCanceledException or ChannelClosedException)
        {
            log.LogDebug("Connection {Id} ended: {Problem}", Id, problem.Message);
        }
        finally
        {
            Gone();
            sockets.Remove(this);
            await SayGoneAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Answers the client's close frame; the connection ends once that is written.</summary>
    private void Farewell()
    {
        lock (_lock)
        {
            if (_isGone || _isClosing) return;
            AppendClose(NormalClosure, []);
            _isClosing = true;
        }

        Flush();
    }

    /// <summary>Ends the connection at once.</summary>
    public void Gone()
    {
        lock (_lock) _isGone = true;
        _end.Cancel();
    }

    public void Dispose() => _end.Dispose();

    /// <summary>
    /// The loop must hear of the end even when its queue is full; a loop that has ended need not.
    /// </summary>
    private async Task SayGoneAsync()
    {
        try
        {
            await inputs.WriteAsync(
                new VenueInput(VenueInputKind.Disconnected, Id, [])).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            log.LogDebug("Connection {Id} outlived the venue", Id);
        }
    }

    private async Task WriteAllAsync()
    {
        try
        {
            while (TakePending(out var length, out var isLast))
            {
                if (length > 0)
                    await stream.WriteAsync(_writing.AsMemory(0, length), _end.Token).ConfigureAwait(false);
                if (!isLast) continue;
                Gone();
                return;
            }

            sockets.Drained();
        }
        catch (Exception problem) when (
            problem is IOException or OperationCanceledException or ObjectDisposedException)
        {
            log.LogDebug("Connection {Id} could not be written to: {Problem}", Id, problem.Message);
            Gone();
        }
    }

    private bool TakePending(out int length, out bool isLast)
    {
        lock (_lock)
        {
            length = _pendingLength;
            isLast = _isClosing;
            if (_isGone || (length == 0 && !isLast))
            {
                _isWriting = false;
                return false;
            }

            (_pending, _writing) = (_writing, _pending);
            _pendingLength = 0;
            return true;
        }
    }

    private void Append(byte opcode, ReadOnlySpan<byte> payload)
    {
        var needed = _pendingLength + WebSocketFrames.HeaderMax + payload.Length;
        if (_pending.Length < needed) Array.Resize(ref _pending, Math.Max(_pending.Length * 2, needed));
        _pendingLength += WebSocketFrames.WriteHeader(
            _pending.AsSpan(_pendingLength), opcode, payload.Length);
        payload.CopyTo(_pending.AsSpan(_pendingLength));
        _pendingLength += payload.Length;
    }

    private void AppendClose(ushort code, ReadOnlySpan<byte> reason)
    {
        Span<byte> payload = stackalloc byte[125];
        reason = reason[..Math.Min(reason.Length, 123)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        reason.CopyTo(payload[2..]);
        Append(WebSocketFrames.Close, payload[..(reason.Length + 2)]);
    }
}
