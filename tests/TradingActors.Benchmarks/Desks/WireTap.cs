using System.Diagnostics;
using TradingActors.Domain;

namespace TradingActors.Benchmarks.Desks;

/// <summary>
/// The transport of every contender: throws the bytes away or hands them to a real one, counts the frames, and where
/// asked notes how long after its stamp each was handed over.
/// </summary>
internal sealed class WireTap(IVenueTransport? inner, int expected) : IVenueTransport, IVenueTransportFactory
{
    private const int ProgressEvery = 64;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long[]? _stamps;
    private int _frames;
    private int _orders;

    public WireTap(IVenueTransport? inner, long[] stamps) : this(inner, stamps.Length) => _stamps = stamps;

    /// <summary>Completes when the expected frames have been handed over.</summary>
    public Task Done => _done.Task;

    /// <summary>Called from the writing thread now and then: the venue keeps up, the caller may go on.</summary>
    public Action? Progressed { get; set; }

    public int Frames => Volatile.Read(ref _frames);

    /// <summary>When the latest frame was handed over.</summary>
    public long LatestAt { get; private set; }

    /// <summary>Frames that place an order; cancels pass every halt.</summary>
    public int Orders => Volatile.Read(ref _orders);

    public IVenueTransport Create(Uri address) => this;

    public void Open(IVenueTransportListener listener)
    {
        if (inner is null)
            listener.OnOpened();
        else
            inner.Open(listener);
    }

    public WriteResult Write(ReadOnlySpan<byte> frame)
    {
        var result = inner?.Write(frame) ?? WriteResult.Written;
        var count = _frames;
        LatestAt = Stopwatch.GetTimestamp();
        if (_stamps is not null && count < _stamps.Length)
            _stamps[count] = LatestAt - _stamps[count];
        Volatile.Write(ref _frames, count + 1);
        if (frame.IndexOf("\"order.place\""u8) >= 0)
            Volatile.Write(ref _orders, _orders + 1);
        if (count + 1 == expected)
            _done.TrySetResult();

        if ((count + 1) % ProgressEvery == 0)
            Progressed?.Invoke();
        return result;
    }

    public void Close(string reason) => inner?.Close(reason);

    public void Dispose() => inner?.Dispose();
}
