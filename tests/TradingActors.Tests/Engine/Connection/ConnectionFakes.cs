using System.Globalization;
using System.Text;
using TradingActors.Domain;
using TradingActors.Engine.Connection;

namespace TradingActors.Tests.Engine.Connection;

/// <summary>
/// A venue whose frames are words, so that a test reads what was written and says what is answered.
/// </summary>
internal sealed class FakeVenue : IVenueConnector, IVenueTransportFactory
{
    public List<FakeTransport> Connections { get; } = [];

    public List<FakeSession> Sessions { get; } = [];

    public FakeTransport Last => Connections[^1];

    public VenueId Venue => Some.Venue;

    public Uri ApiAddress { get; } = new("ws://venue.test/api");

    public Uri StreamsAddress { get; } = new("ws://venue.test/streams");

    public IVenueTransportFactory Transports => this;

    public IVenueSession CreateSession(AccountId account, IVenueSessionSink sink)
    {
        Sessions.Add(new FakeSession(sink));
        return Sessions[^1];
    }

    public IMarketDataSession CreateMarketData(IMarketDataSink sink) => throw new NotSupportedException();

    public IVenueTransport Create(Uri address)
    {
        Connections.Add(new FakeTransport());
        return Last;
    }
}

internal sealed class FakeTransport : IVenueTransport
{
    private readonly List<string> _frames = [];

    public IVenueTransportListener? Listener { get; private set; }

    public WriteResult Result { get; set; }

    public bool IsClosed { get; private set; }

    public IReadOnlyList<string> Frames
    {
        get
        {
            lock (_frames)
                return [.. _frames];
        }
    }

    public void Open(IVenueTransportListener listener) => Listener = listener;

    public WriteResult Write(ReadOnlySpan<byte> frame)
    {
        if (IsClosed)
            throw new InvalidOperationException("written after its end");
        lock (_frames)
            _frames.Add(Encoding.UTF8.GetString(frame));
        return Result;
    }

    public void Close(string reason) => IsClosed = true;

    public void Dispose() => IsClosed = true;

    public void Say(string sentence) => Listener!.OnFrame(Encoding.UTF8.GetBytes(sentence));
}

/// <summary>
/// Ready as soon as it hears <c>ready</c>. Hears <c>accept ID</c>, <c>reject ID</c>, <c>canceled ID</c>,
/// <c>transfer AMOUNT</c>, <c>ending</c>, <c>fail</c>, <c>refuse</c>, <c>throttle SECONDS</c>, <c>orders
/// SECONDS</c>, <c>ban SECONDS</c>, <c>weight USED LIMIT</c>.
/// </summary>
internal sealed class FakeSession(IVenueSessionSink sink) : IVenueSession, IDisposable
{
    private readonly List<VenueClientId> _unanswered = [];

    public bool IsReady { get; private set; }

    public bool IsDisposed { get; private set; }

    public int InFlight => _unanswered.Count;

    /// <summary>When reached, the ping that was sent before has had no answer.</summary>
    public TimeSpan NextDeadline { get; set; } = TimeSpan.MaxValue;

    public RequestCost CostOf(VenueCommand command) => command switch
    {
        PlaceAtVenue => new RequestCost(1, 1),
        QueryOpenOrders => new RequestCost(80),
        _ => new RequestCost(1),
    };

    public void Opened(Instant now) => sink.Write("logon"u8);

    public void Received(ReadOnlySpan<byte> frame, Instant now)
    {
        var words = Encoding.UTF8.GetString(frame).Split(' ');
        var id = new VenueClientId(words.Length > 1 ? words[1] : "");
        switch (words[0])
        {
            case "ready":
                IsReady = true;
                sink.Emit(new VenueSessionReady(now.Wall));
                break;
            case "accept":
                _unanswered.Remove(id);
                sink.Emit(new VenueAccepted(id, new VenueOrderId("1"), Some.Btc, Some.Time));
                break;
            case "reject":
                _unanswered.Remove(id);
                sink.Emit(new VenueRejected(id, "-2010", "no", Some.Time));
                break;
            case "canceled":
                sink.Emit(new VenueCanceled(id, Quantity.Zero, Some.Time));
                break;
            case "transfer":
                sink.Emit(new VenueTransfer(new Asset("USDT"), Number(words[1]), Some.Time));
                break;
            case "ending":
                sink.Emit(new VenueSessionEnding("SERVER_SHUTDOWN", "the venue said so", now.Wall));
                break;
            case "fail":
                Fail("PONG_OVERDUE", "no pong in 10 s", now);
                break;
            case "refuse":
                IsReady = false;
                sink.Emit(new VenueSessionFailed("-2015", "invalid key", now.Wall, IsConfiguration: true));
                break;
            case "throttle":
                Throttle(words, now);
                break;
            case "orders":
                Throttle(words, now, kind: RateKind.Orders);
                break;
            case "ban":
                Throttle(words, now, isBan: true);
                break;
            case "weight":
                sink.Counted(new RateUsage(
                    RateKind.RequestWeight, TimeSpan.FromMinutes(1), Number(words[2]), Number(words[1])));
                break;
            default:
                throw new InvalidOperationException($"the fake venue does not say '{words[0]}'");
        }
    }

    public void Send(VenueCommand command, Instant now)
    {
        if (command is PlaceAtVenue place)
            _unanswered.Add(place.Id);
        sink.Write(Encoding.UTF8.GetBytes(command switch
        {
            PlaceAtVenue p => $"place {p.Id}",
            CancelAtVenue c => $"cancel {c.Id}",
            QueryOrder q => $"ask {q.Id}",
            _ => command.GetType().Name,
        }));
    }

    public void Tick(Instant now) => Fail("PONG_OVERDUE", "no pong in 10 s", now);

    public void Closed(Instant now)
    {
        IsReady = false;
        foreach (var id in _unanswered)
            sink.Emit(new VenueOutcomeUnknown(id, VenueRequestKind.Place, "closed", now.Wall));
        _unanswered.Clear();
    }

    public void Dispose() => IsDisposed = true;

    private void Fail(string code, string reason, Instant now)
    {
        IsReady = false;
        NextDeadline = TimeSpan.MaxValue;
        sink.Emit(new VenueSessionFailed(code, reason, now.Wall));
    }

    private void Throttle(
        string[] words, Instant now, bool isBan = false, RateKind kind = RateKind.RequestWeight) =>
        sink.Emit(new VenueThrottled("-1003", now.Wall.AddSeconds(Number(words[1])), now.Wall, isBan, kind));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
