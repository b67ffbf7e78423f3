using System.Buffers;
using System.Globalization;
using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// Carries the frames of one connection from the transport's receive thread to the actor that owns the
/// session, in batches: many frames cost one message. A frame is copied once, into a buffer that is reused,
/// so that the steady state allocates nothing. At its bound the inbox closes the transport, because the owner
/// is too slow: the session is rebuilt, and no frame after a gap is ever delivered.
/// </summary>
public sealed class FrameInbox : IVenueTransportListener, IDisposable
{
    public const int DefaultBytesMax = 64 << 20;
    public const int DefaultFramesMax = 1_000_000;

    private readonly Lock _lock = new();
    private readonly IVenueTransport _transport;
    private readonly IActorRef _owner;
    private readonly FramesArrived _arrived;
    private readonly int _bytesMax;
    private readonly int _framesMax;

    private FrameBatch _filling = new();
    private FrameBatch _draining = new();
    private string? _overflow;
    private bool _isDraining;
    private bool _isClosed;
    private volatile bool _isDisposed;

    /// <summary>Pass the inbox to <see cref="IVenueTransport.Open"/> of the same transport.</summary>
    public FrameInbox(
        IVenueTransport transport,
        IActorRef owner,
        long generation,
        int bytesMax = DefaultBytesMax,
        int framesMax = DefaultFramesMax)
    {
        _transport = transport;
        _owner = owner;
        _arrived = new FramesArrived(generation);
        _bytesMax = bytesMax;
        _framesMax = framesMax;
    }

    public long Generation => _arrived.Generation;

    public void OnOpened() => Signal(new TransportOpened(Generation));

    public void OnWritten() => Signal(new TransportWritten(Generation));

    public void OnFrame(ReadOnlySpan<byte> frame)
    {
        string overflow;
        lock (_lock)
        {
            if (_isDisposed || _isClosed || _overflow is not null)
                return;

            if (_filling.Count < _framesMax && frame.Length <= _bytesMax - _filling.Bytes)
            {
                _filling.Add(frame);

                // Told under the lock, so that no other signal of this connection can overtake it.
                if (_filling.Count == 1)
                    _owner.Tell(_arrived, ActorRefs.NoSender);
                return;
            }

            _overflow = overflow = string.Create(
                CultureInfo.InvariantCulture,
                $"the consumer is too slow: {_filling.Count} frames with {_filling.Bytes} bytes wait "
                + $"(limits {_framesMax} and {_bytesMax}), a frame of {frame.Length} bytes does not fit");
        }

        _transport.Close(overflow);
    }

    public void OnClosed(string reason)
    {
        lock (_lock)
        {
            if (_isDisposed || _isClosed)
                return;

            _isClosed = true;
            _owner.Tell(new TransportClosed(Generation, _overflow ?? reason), ActorRefs.NoSender);
        }
    }

    /// <summary>
    /// For the owner's turn on <see cref="FramesArrived"/>: hands over every whole frame that waits now, in
    /// order; the spans are valid during the call alone. Frames that arrive meanwhile announce themselves
    /// again. Stops early when the owner disposes the inbox from within. Returns how many frames were handed
    /// over.
    /// </summary>
    public int Drain<TState>(TState state, ReadOnlySpanAction<byte, TState> onFrame)
    {
        lock (_lock)
        {
            if (_isDisposed || _isDraining || _filling.Count == 0)
                return 0;

            (_filling, _draining) = (_draining, _filling);
            _isDraining = true;
        }

        var handed = 0;
        try
        {
            var offset = 0;
            while (handed < _draining.Count && !_isDisposed)
            {
                var frame = _draining.Frame(handed++, ref offset);
                onFrame(frame, state);
            }
        }
        finally
        {
            lock (_lock)
            {
                _isDraining = false;
                _draining.Clear();
                if (_isDisposed)
                    _draining.Release();
            }
        }

        return handed;
    }

    /// <summary>
    /// The owner has given this connection up: nothing more is kept or told. Does not close the transport.
    /// </summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;

            _isDisposed = true;
            _filling.Release();

            // The span that the owner works on lies in the draining buffer; Drain releases it when the owner
            // returns.
            if (!_isDraining)
                _draining.Release();
        }
    }

    private void Signal(TransportSignal signal)
    {
        lock (_lock)
        {
            if (!_isDisposed && !_isClosed)
                _owner.Tell(signal, ActorRefs.NoSender);
        }
    }

    /// <summary>
    /// Frames one behind the other in one buffer, their lengths beside it; both from the shared pool.
    /// </summary>
    private sealed class FrameBatch
    {
        private const int InitialBytes = 64 << 10;
        private const int InitialFrames = 256;
        private const int KeptBytes = 4 << 20;

        private byte[] _bytes = [];
        private int[] _lengths = [];

        public int Count { get; private set; }

        public int Bytes { get; private set; }

        public void Add(ReadOnlySpan<byte> frame)
        {
            if (frame.Length > _bytes.Length - Bytes)
                Grow(ref _bytes, Bytes, Math.Max(InitialBytes, Bytes + frame.Length));
            if (Count == _lengths.Length)
                Grow(ref _lengths, Count, InitialFrames);

            frame.CopyTo(_bytes.AsSpan(Bytes));
            _lengths[Count++] = frame.Length;
            Bytes += frame.Length;
        }

        public ReadOnlySpan<byte> Frame(int index, ref int offset)
        {
            var frame = _bytes.AsSpan(offset, _lengths[index]);
            offset += frame.Length;
            return frame;
        }

        /// <summary>Empties the batch; a buffer that a burst has made large goes back to the pool.</summary>
        public void Clear()
        {
            Count = 0;
            Bytes = 0;
            if (_bytes.Length > KeptBytes)
                Release();
        }

        public void Release()
        {
            Count = 0;
            Bytes = 0;
            Return(ref _bytes);
            Return(ref _lengths);
        }

        private static void Grow<T>(ref T[] array, int used, int needed)
        {
            var larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, array.Length * 2));
            array.AsSpan(0, used).CopyTo(larger);
            Return(ref array);
            array = larger;
        }

        private static void Return<T>(ref T[] array)
        {
            if (array.Length > 0)
                ArrayPool<T>.Shared.Return(array);
            array = [];
        }
    }
}
