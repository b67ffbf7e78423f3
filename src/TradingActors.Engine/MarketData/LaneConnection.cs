using System.Globalization;
using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;

namespace TradingActors.Engine.MarketData;

/// <summary>
/// One lane's transport, life after life: what may be written now, what waits, and why it has to end. Never
/// calls the session: a failure that shows within a call of the session is kept until the call has returned.
/// </summary>
internal sealed class LaneConnection(
    MarketDataLane lane,
    Uri address,
    IVenueTransportFactory transports,
    MarketDataSettings settings,
    ReconnectBackoff backoff) : IDisposable
{
    private readonly Queue<byte[]> _waiting = new();
    private IVenueTransport? _transport;
    private FrameInbox? _inbox;
    private bool _isWriting;
    private TimeSpan _openDueAt;

    public MarketDataLane Lane { get; } = lane;

    public ReconnectBackoff Backoff { get; } = backoff;

    public FrameInbox? Inbox => _inbox;

    public bool IsOpen { get; private set; }

    /// <summary>Whether the session has called the lane ready in this life.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Why this life has to end; null while nothing is wrong.</summary>
    public string? Failure { get; private set; }

    public bool Is(long generation) => _inbox?.Generation == generation;

    public void Open(IActorRef owner, long generation, Instant now)
    {
        _openDueAt = now.Monotonic + settings.OpenTimeout;
        _transport = transports.Create(address);
        _inbox = new FrameInbox(
            _transport, owner, generation, settings.InboxBytesMax, settings.InboxFramesMax);
        _transport.Open(_inbox);
    }

    public void Opened() => IsOpen = true;

    public void Ready(Instant now)
    {
        IsReady = true;
        Backoff.Ready(now);
    }

    /// <summary>The first reason stands; between two lives there is nothing to fail.</summary>
    public void Fail(string reason)
    {
        if (_inbox is not null)
            Failure ??= reason;
    }

    public void FailWhenOverdue(Instant now)
    {
        if (!IsOpen && now.Monotonic >= _openDueAt)
            Fail("the connection was not made in time");
    }

    /// <summary>
    /// Writes or queues; a frame for a lane that is not open is left out, the session says it anew when it
    /// opens.
    /// </summary>
    public void Write(ReadOnlySpan<byte> frame)
    {
        if (!IsOpen || Failure is not null)
            return;
        if (!_isWriting)
            Hand(frame);
        else if (_waiting.Count < settings.WaitingFramesMax)
            _waiting.Enqueue(frame.ToArray());
        else
            Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"the socket is too slow: {_waiting.Count} frames wait to be written"));
    }

    public void Written()
    {
        _isWriting = false;
        while (!_isWriting && Failure is null && _waiting.TryDequeue(out var frame))
            Hand(frame);
    }

    /// <summary>Ends this life; whatever its transport still says is stale.</summary>
    public void Close(string reason)
    {
        _inbox?.Dispose();
        _transport?.Close(reason);
        _transport?.Dispose();
        _inbox = null;
        _transport = null;
        _waiting.Clear();
        _isWriting = false;
        IsOpen = false;
        IsReady = false;
        Failure = null;
    }

    public void Dispose() => Close("the engine stops");

    private void Hand(ReadOnlySpan<byte> frame)
    {
        var result = _transport!.Write(frame);
        _isWriting = result == WriteResult.Pending;
        if (result == WriteResult.Failed)
            Fail("the connection broke during a write");
    }
}
