using System.Globalization;
using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>Who hears what the session of a link says; called within calls into the session.</summary>
internal interface ISessionLinkOwner
{
    void OnVenueEvent(SessionLink link, VenueEvent venueEvent);

    void OnCounted(in RateUsage usage);
}

/// <summary>
/// One connection of an account from its opening to its end: a transport, the inbox of its frames and the
/// session on top, under one generation number. Keeps a failure that shows within a call of the session
/// until the call has returned. Frames of the session itself that find the socket busy wait here, at most
/// <see cref="ControlMax"/>; one more and the link has failed.
/// </summary>
internal sealed class SessionLink : IVenueSessionSink
{
    public const int ControlMax = 1_000;

    private readonly ISessionLinkOwner _owner;
    private readonly IVenueTransport _transport;
    private readonly FrameInbox _inbox;
    private readonly Queue<byte[]> _control = new();
    private readonly List<VenueTransfer> _transfers = [];
    private readonly TimeSpan _openDueAt;

    public SessionLink(
        long generation,
        IVenueConnector venue,
        AccountId account,
        IActorRef actor,
        ISessionLinkOwner owner,
        TimeSpan openDueAt)
    {
        _owner = owner;
        _openDueAt = openDueAt;
        _transport = venue.Transports.Create(venue.ApiAddress);
        _inbox = new FrameInbox(_transport, actor, generation);
        Session = venue.CreateSession(account, this);
    }

    public long Generation => _inbox.Generation;

    public IVenueSession Session { get; }

    public bool IsOpen { get; private set; }

    /// <summary>Whether commands may be sent.</summary>
    public bool IsReady => Failure is null && Session.IsReady;

    /// <summary>A write is under way; nothing may be written before it has completed.</summary>
    public bool IsWriting { get; private set; }

    /// <summary>Why this link has to end; null while nothing is wrong.</summary>
    public string? Failure { get; private set; }

    /// <summary>The venue refused who we are: another try will fare no better until a person acts.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Why it should be replaced; null while it should not.</summary>
    public string? Ending { get; set; }

    /// <summary>Nothing that was sent here waits for the socket or for an answer.</summary>
    public bool IsDrained => !IsWriting && _control.Count == 0 && Session.InFlight == 0;

    public void Open() => _transport.Open(_inbox);

    public void Opened(Instant now)
    {
        IsOpen = true;
        Session.Opened(now);
    }

    public void OnFrames(Clock clock) => _inbox.Drain((Link: this, Clock: clock), static (frame, to) =>
    {
        if (to.Link.Failure is null)
            to.Link.Session.Received(frame, to.Clock.Now);
    });

    public void Tick(Instant now)
    {
        if (!IsOpen && now.Monotonic >= _openDueAt)
            Fail("the connection was not made in time");
        else if (Failure is null && now.Monotonic >= Session.NextDeadline)
            Session.Tick(now);
    }

    public void Written()
    {
        IsWriting = false;
        WriteControl();
    }

    /// <summary>The first reason stands.</summary>
    public void Fail(string reason, bool isRefused = false)
    {
        Failure ??= reason;
        IsRefused |= isRefused;
    }

    /// <summary>
    /// Closes the transport first, so that nothing more is read or written, then lets the session name what
    /// it leaves without an answer.
    /// </summary>
    public void Close(string reason, Instant now)
    {
        Release(reason);
        Session.Closed(now);
        (Session as IDisposable)?.Dispose();
    }

    /// <summary>Closes the transport without a word to anybody.</summary>
    public void Release(string reason)
    {
        Fail(reason);
        IsWriting = false;
        _control.Clear();
        _inbox.Dispose();
        _transport.Close(reason);
        _transport.Dispose();
    }

    /// <summary>How often this link has told exactly this transfer, the present time included.</summary>
    public int TimesTold(VenueTransfer transfer)
    {
        if (_transfers.Count == TransfersOnce.Remembered)
            _transfers.RemoveAt(0);
        _transfers.Add(transfer);
        return _transfers.Count(t => t == transfer);
    }

    void IVenueSessionSink.Write(ReadOnlySpan<byte> frame)
    {
        if (Failure is not null)
            return;
        if (!IsWriting)
            Hand(frame);
        else if (_control.Count < ControlMax)
            _control.Enqueue(frame.ToArray());
        else
            Fail(string.Create(CultureInfo.InvariantCulture,
                $"the socket is too slow: {ControlMax} frames wait to be written"));
    }

    void IVenueSessionSink.Emit(VenueEvent venueEvent) => _owner.OnVenueEvent(this, venueEvent);

    void IRateLimitSink.Counted(in RateUsage usage) => _owner.OnCounted(usage);

    private void WriteControl()
    {
        while (!IsWriting && Failure is null && _control.TryDequeue(out var frame))
            Hand(frame);
    }

    private void Hand(ReadOnlySpan<byte> frame)
    {
        var result = _transport.Write(frame);
        IsWriting = result == WriteResult.Pending;
        if (result == WriteResult.Failed)
            Fail("a write failed");
    }
}
