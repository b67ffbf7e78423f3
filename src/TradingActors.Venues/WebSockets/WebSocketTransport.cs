using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using TradingActors.Domain;

namespace TradingActors.Venues.WebSockets;

/// <summary>
/// One WebSocket connection over the framework's client. One loop connects and then receives; a frame is
/// gathered in a reused buffer and handed on whole. Writes come from the owner, one at a time, into a buffer
/// of their own.
/// </summary>
public sealed class WebSocketTransport(Uri address, WebSocketTransportSettings settings) : IVenueTransport
{
    private const int FirstBufferBytes = 16 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closing = new();
    private IVenueTransportListener? _listener;
    private byte[] _outgoing = new byte[1024];
    private string? _closeReason;
    private int _isOpened;
    private int _isWriting;
    private int _isClosedTold;

    public void Open(IVenueTransportListener listener)
    {
        if (Interlocked.Exchange(ref _isOpened, 1) != 0)
            throw new InvalidOperationException("a transport serves one connection; make a new one");
        _listener = listener;
        _ = Task.Run(RunAsync);
    }

    public WriteResult Write(ReadOnlySpan<byte> frame)
    {
        if (_socket.State != WebSocketState.Open)
            return WriteResult.Failed;
        if (Interlocked.Exchange(ref _isWriting, 1) != 0)
            throw new InvalidOperationException("a write is under way; wait for OnWritten");
        if (_outgoing.Length < frame.Length)
            _outgoing = new byte[Math.Max(frame.Length, _outgoing.Length * 2)];
        frame.CopyTo(_outgoing);
        try
        {
            var sending = _socket.SendAsync(
                _outgoing.AsMemory(0, frame.Length), WebSocketMessageType.Text, true, CancellationToken.None);
            if (!sending.IsCompleted)
            {
                _ = FinishWriteAsync(sending);
                return WriteResult.Pending;
            }

            sending.GetAwaiter().GetResult();
            Volatile.Write(ref _isWriting, 0);
            return WriteResult.Written;
        }
        catch (Exception fault)
        {
            Volatile.Write(ref _isWriting, 0);
            Close($"a write failed: {Reason(fault)}");
            return WriteResult.Failed;
        }
    }

    public void Close(string reason)
    {
        Interlocked.CompareExchange(ref _closeReason, reason, null);
        try
        {
            _closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return; // The loop has ended and told so.
        }

        _socket.Abort();
    }

    public void Dispose()
    {
        Close("disposed");
        if (Volatile.Read(ref _isOpened) == 0)
            Release();
    }

    private async Task RunAsync()
    {
        string reason;
        try
        {
            await ConnectAsync();
            _listener!.OnOpened();
            reason = await ReceiveAsync();
        }
        catch (Exception fault)
        {
            reason = Reason(fault);
        }

        _socket.Abort();
        TellClosed(Volatile.Read(ref _closeReason) ?? reason);
        Release();
    }

    private async Task ConnectAsync()
    {
        _socket.Options.KeepAliveInterval = settings.KeepAliveInterval;
        _socket.Options.KeepAliveTimeout = settings.KeepAliveTimeout;
        _socket.Options.DangerousDeflateOptions = null;
        if (address.IsLoopback)
            _socket.Options.Proxy = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        limit.CancelAfter(settings.ConnectTimeout);
        try
        {
            await _socket.ConnectAsync(address, limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (limit.IsCancellationRequested && !_closing.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(
                CultureInfo.InvariantCulture,
                $"no connection within {settings.ConnectTimeout.TotalSeconds:0.###} s"));
        }
    }

    private async Task<string> ReceiveAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (length >= settings.FrameBytesMax)
                        return $"a frame is larger than {settings.FrameBytesMax} bytes";
                    buffer = Grow(buffer, length);
                }

                var room = Math.Min(buffer.Length, settings.FrameBytesMax + 1) - length;
                var got = await _socket.ReceiveAsync(buffer.AsMemory(length, room), CancellationToken.None)
                    .ConfigureAwait(false);
                if (got.MessageType == WebSocketMessageType.Close)
                    return PeerClosed();
                length += got.Count;
                if (length > settings.FrameBytesMax)
                    return $"a frame is larger than {settings.FrameBytesMax} bytes";
                if (!got.EndOfMessage)
                    continue;
                if (Volatile.Read(ref _closeReason) is { } closed)
                    return closed;
                _listener!.OnFrame(buffer.AsSpan(0, length));
                length = 0;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] full, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private async Task FinishWriteAsync(ValueTask sending)
    {
        try
        {
            await sending.ConfigureAwait(false);
            Volatile.Write(ref _isWriting, 0);
            _listener!.OnWritten();
        }
        catch (Exception fault)
        {
            Close($"a write failed: {Reason(fault)}");
        }
    }

    private string PeerClosed() =>
        string.IsNullOrEmpty(_socket.CloseStatusDescription)
            ? $"closed by the venue ({_socket.CloseStatus})"
            : $"closed by the venue ({_socket.CloseStatus}: {_socket.CloseStatusDescription})";

    private void TellClosed(string reason)
    {
        if (Interlocked.Exchange(ref _isClosedTold, 1) == 0)
            _listener!.OnClosed(reason);
    }

    private void Release()
    {
        _socket.Dispose();
        _closing.Dispose();
    }

    /// <summary>The innermost message: the outer ones say no more than that the connection failed.</summary>
    private static string Reason(Exception fault)
    {
        while (fault.InnerException is { } inner)
            fault = inner;
        return fault.Message;
    }
}
