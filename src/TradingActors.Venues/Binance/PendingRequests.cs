using System.Diagnostics;
using TradingActors.Domain;

namespace TradingActors.Venues.Binance;

internal enum RequestKind
{
    Time,
    Ping,
    ExchangeInfo,
    Logon,
    Subscribe,
    Place,
    Cancel,
    Replace,
    CancelAll,
    QueryOrder,
    QueryOpenOrders,
    QueryTrades,
    QueryBalances,
    Depth,
}

/// <summary>A request that has been written, until its answer or until its slot is needed again.</summary>
internal struct PendingRequest
{
    public long Id;
    public RequestKind Kind;
    public VenueCommand? Command;
    public Instant SentAt;
    public PendingState State;

    /// <summary>What a request without a command is about: the index of a book.</summary>
    public int Tag;
}

internal enum PendingState : byte
{
    Free,

    /// <summary>Sent, no answer yet, the deadline not reached.</summary>
    Waiting,

    /// <summary>Told as unknown already; a late answer still counts.</summary>
    Overdue,

    /// <summary>
    /// The account's events have already told the outcome; the answer adds nothing and silence means nothing.
    /// </summary>
    Settled,
}

/// <summary>
/// What is in flight, in a ring that the request's number indexes. Numbers grow and every request has the
/// same timeout, so that deadlines are in order and the oldest is always next. At the bound a request is
/// refused before it is written; overdue entries stay for their late answer until a newer request needs the
/// slot.
/// </summary>
internal sealed class PendingRequests(int capacity)
{
    private readonly PendingRequest[] _ring = new PendingRequest[capacity];
    private long _next = 1;
    private long _oldest = 1;

    /// <summary>
    /// True while a request of the kind may be added: cancels have the last quarter to themselves.
    /// </summary>
    public bool HasRoomFor(RequestKind kind)
    {
        Advance();
        var room = kind is RequestKind.Cancel or RequestKind.CancelAll or RequestKind.Ping or RequestKind.Time
            ? _ring.Length
            : _ring.Length * 3 / 4;
        return _next - _oldest < room;
    }

    public long Add(RequestKind kind, VenueCommand? command, Instant now, int tag = 0)
    {
        Debug.Assert(_next - _oldest < _ring.Length, "asked HasRoomFor first");
        var id = _next++;
        ref var slot = ref Slot(id);
        slot.Id = id;
        slot.Kind = kind;
        slot.Command = command;
        slot.SentAt = now;
        slot.State = PendingState.Waiting;
        slot.Tag = tag;
        return id;
    }

    /// <summary>
    /// Removes and returns the request that an answer belongs to; false when it is not (or no longer) known.
    /// </summary>
    public bool TryTake(long id, out PendingRequest request)
    {
        request = default;
        if (id <= 0 || id >= _next)
            return false;
        ref var slot = ref Slot(id);
        if (slot.Id != id || slot.State == PendingState.Free)
            return false;
        request = slot;
        slot.State = PendingState.Free;
        slot.Command = null;
        return true;
    }

    /// <summary>Marks a waiting request as told by the account's events.</summary>
    public void Settle(long id)
    {
        ref var slot = ref Slot(id);
        if (slot.Id == id && slot.State is PendingState.Waiting or PendingState.Overdue)
            slot.State = PendingState.Settled;
    }

    /// <summary>
    /// The oldest waiting request, when it was sent at or before <paramref name="sentBy"/>; it becomes
    /// overdue.
    /// </summary>
    public bool TryExpire(TimeSpan sentBy, out PendingRequest request)
    {
        Advance();
        request = default;
        if (_oldest == _next)
            return false;
        ref var slot = ref Slot(_oldest);
        if (slot.SentAt.Monotonic > sentBy)
            return false;
        slot.State = PendingState.Overdue;
        request = slot;
        return true;
    }

    /// <summary>Requests that still wait for an answer or their deadline.</summary>
    public int Waiting
    {
        get
        {
            Advance();
            var count = 0;
            for (var id = _oldest; id < _next; id++)
                if (Slot(id).State == PendingState.Waiting)
                    count++;
            return count;
        }
    }

    /// <summary>When the oldest waiting request was sent; null when none waits.</summary>
    public TimeSpan? OldestSentAt()
    {
        Advance();
        return _oldest == _next ? null : Slot(_oldest).SentAt.Monotonic;
    }

    private void Advance()
    {
        while (_oldest < _next && Slot(_oldest).State != PendingState.Waiting)
            _oldest++;
    }

    private ref PendingRequest Slot(long id) => ref _ring[id & (_ring.Length - 1)];
}
