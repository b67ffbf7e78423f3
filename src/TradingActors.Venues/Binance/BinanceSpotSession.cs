using System.Globalization;
using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;
using TradingActors.Venues.Json;
using TradingActors.Venues.Signing;
using static TradingActors.Venues.Binance.Spans;

namespace TradingActors.Venues.Binance;

/// <summary>
/// One life of a connection to Binance Spot's WebSocket API: clock, instruments, log-on and the account's
/// events first, then orders and queries. It does no I/O and reads no clock; its owner makes a new one for
/// each connection.
/// <para>
/// An order's acceptance may be told twice, by the answer and by the account's stream, in either order. An
/// answer that comes after its timeout still becomes its event, after the "outcome unknown" that stood for
/// it.
/// </para>
/// </summary>
public sealed partial class BinanceSpotSession : IVenueSession, IDisposable
{
    private readonly BinanceSpotSettings _settings;
    private readonly IVenueSessionSink _sink;
    private readonly RequestSigner _signer;
    private readonly BinanceEncoder _encoder;
    private readonly PendingRequests _requests;
    private readonly OrdersInFlight _orders;
    private readonly FrameReporter _reporter;
    private readonly VenueClock _clock = new();
    private readonly SpotAnswers _answers;
    private readonly UserStreamReader _stream;

    private Phase _phase = Phase.Fresh;
    private bool _hasInstruments;
    private bool _isSubscribed;
    private bool _isTimeAsked;
    private bool _isEnding;
    private TimeSpan _endsAt = TimeSpan.MaxValue;
    private TimeSpan _nextInstrumentsAt = TimeSpan.MaxValue;
    private TimeSpan _nextPingAt = TimeSpan.MaxValue;
    private TimeSpan? _pingSentAt;

    public BinanceSpotSession(BinanceSpotSettings settings, IVenueSessionSink sink)
    {
        if (settings.Problem() is { } problem)
            throw new ArgumentException(problem, nameof(settings));
        _settings = settings;
        _sink = sink;
        _signer = settings.Secret.CreateSigner();
        _encoder = new BinanceEncoder(settings.ApiKey, _signer, settings.RecvWindowMs);
        _requests = new PendingRequests(settings.PendingRequestsMax);
        _orders = new OrdersInFlight(_requests, settings.PendingRequestsMax);
        _reporter = new FrameReporter(sink.Emit, settings.ApiKey);
        var names = new Utf8Interner();
        _answers = new SpotAnswers(sink, names, _reporter, _clock);
        _stream = new UserStreamReader(sink, names, _reporter, _orders);
    }

    private enum Phase
    {
        Fresh,
        Handshake,
        Ready,
        Failed,
        Closed,
    }

    public bool IsReady => _phase == Phase.Ready;

    public int InFlight => _requests.Waiting;

    public TimeSpan NextDeadline
    {
        get
        {
            var next = _requests.OldestSentAt() is { } sent
                ? sent + _settings.RequestTimeout
                : TimeSpan.MaxValue;
            if (_phase == Phase.Ready)
            {
                next = Earlier(next, Earlier(_nextInstrumentsAt, _isEnding ? TimeSpan.MaxValue : _endsAt));
                next = Earlier(next, _pingSentAt + _settings.PongDeadline ?? _nextPingAt);
            }

            return next;
        }
    }

    public RequestCost CostOf(VenueCommand command) => RequestCosts.Of(KindOf(command));

    public void Opened(Instant now)
    {
        if (_phase != Phase.Fresh)
            throw new InvalidOperationException("a session serves one connection; make a new one");
        _phase = Phase.Handshake;
        _endsAt = now.Monotonic + _settings.LifeMax;
        AskTime(now);
        AskInstruments(now);
    }

    public void Received(ReadOnlySpan<byte> frame, Instant now)
    {
        if (_phase is Phase.Fresh or Phase.Closed)
            return;
        if (!ApiFrame.TryRead(frame, out var read, out var fault))
            _reporter.Unreadable(fault, frame, now);
        else if (read.IsEvent)
            OnEvent(read.Event, now);
        else
            OnAnswer(read, frame, now);
    }

    public void Send(VenueCommand command, Instant now)
    {
        var kind = KindOf(command);
        if (_phase != Phase.Ready)
        {
            _answers.NotSent(command, VenueCodes.SessionNotReady, "the session is not ready", now);
            return;
        }

        if (!_requests.HasRoomFor(kind))
        {
            _answers.NotSent(command, VenueCodes.TooManyInFlight, "too many requests are in flight", now);
            return;
        }

        var id = _requests.Add(kind, command, now);
        if (command is PlaceAtVenue place)
            _orders.Sent(place.Id, id);
        else if (command is ReplaceAtVenue replace)
            _orders.Sent(replace.Replacement.Id, id);
        _sink.Write(Encode(id, command, _clock.StampMs(now)));
    }

    public void Tick(Instant now)
    {
        _reporter.Tick(now);
        while (_requests.TryExpire(now.Monotonic - _settings.RequestTimeout, out var request))
            OnOverdue(request, now);
        if (_phase != Phase.Ready)
            return;
        if (_pingSentAt is { } sent)
        {
            if (now.Monotonic - sent >= _settings.PongDeadline)
                Fail(
                    VenueCodes.PongOverdue,
                    $"a ping had no answer for {Seconds(_settings.PongDeadline)}", now);
        }
        else if (now.Monotonic >= _nextPingAt)
            Ping(now);
        if (now.Monotonic >= _endsAt)
            Ending(VenueCodes.LifeNearItsEnd, $"connected for {Seconds(_settings.LifeMax)}", now);
        if (now.Monotonic >= _nextInstrumentsAt && _requests.HasRoomFor(RequestKind.ExchangeInfo))
            AskInstruments(now);
    }

    public void Closed(Instant now)
    {
        if (_phase == Phase.Closed)
            return;
        _phase = Phase.Closed;
        while (_requests.TryExpire(TimeSpan.MaxValue, out var request))
            _answers.Unknown(
                request, "the connection closed before the answer", VenueCodes.ConnectionClosed, now);
    }

    public void Dispose() => _signer.Dispose();

    private static RequestKind KindOf(VenueCommand command) => command switch
    {
        PlaceAtVenue => RequestKind.Place,
        CancelAtVenue => RequestKind.Cancel,
        ReplaceAtVenue => RequestKind.Replace,
        CancelAllAtVenue => RequestKind.CancelAll,
        QueryOrder => RequestKind.QueryOrder,
        QueryOpenOrders => RequestKind.QueryOpenOrders,
        QueryTrades => RequestKind.QueryTrades,
        QueryBalances => RequestKind.QueryBalances,
        _ => throw new ArgumentException(
            $"{command.GetType().Name} is no command of this venue", nameof(command)),
    };

    private ReadOnlySpan<byte> Encode(long id, VenueCommand command, long stamp) => command switch
    {
        PlaceAtVenue place => _encoder.Place(id, place, stamp),
        CancelAtVenue cancel => _encoder.Cancel(id, cancel, stamp),
        ReplaceAtVenue replace => _encoder.Replace(id, replace, stamp),
        CancelAllAtVenue all => _encoder.CancelAll(id, all, stamp),
        QueryOrder query => _encoder.OrderStatus(id, query, stamp),
        QueryOpenOrders => _encoder.OpenOrders(id, stamp),
        QueryTrades trades => _encoder.Trades(id, trades, stamp),
        _ => _encoder.Balances(id, stamp),
    };

    private void OnEvent(ReadOnlySpan<byte> json, Instant now)
    {
        switch (_stream.Read(json, now))
        {
            case StreamVerdict.ServerShutdown:
                Ending(VenueCodes.ServerShutdown, "the venue announced that it will shut down", now);
                break;
            case StreamVerdict.StreamTerminated:
                Fail(VenueCodes.EventStreamTerminated, "the venue ended the account's event stream", now);
                break;
        }
    }

    private void OnAnswer(in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        if (!frame.RateLimits.IsEmpty && !RateLimitReader.TryRead(frame.RateLimits, _sink, out var fault))
            _reporter.Unreadable(fault, whole, now);
        if (frame.Id is not { } id)
            OnAnswerToNone(frame, whole, now);
        else if (_requests.TryTake(id, out var request))
            OnAnswer(request, frame, whole, now);
        else
            _reporter.Unreadable(
                string.Create(CultureInfo.InvariantCulture, $"an answer to request {id}, which is not known"),
                whole, now);
    }

    private void OnAnswer(in PendingRequest request, in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        switch (request.Kind)
        {
            case RequestKind.Time:
                OnTime(request, frame, whole, now);
                break;
            case RequestKind.Ping:
                OnPong(request, now);
                break;
            case RequestKind.ExchangeInfo or RequestKind.Logon or RequestKind.Subscribe:
                OnHandshake(request, frame, whole, now);
                break;
            default:
                if (request.Kind is RequestKind.Place or RequestKind.Replace)
                    ForgetInFlight(request);
                OnVerdict(_answers.Read(request, frame, whole, now), frame, now);
                break;
        }
    }

    private void OnVerdict(AnswerVerdict verdict, in ApiFrame frame, Instant now)
    {
        if (verdict == AnswerVerdict.TimestampRefused)
        {
            _clock.Suspect();
            AskTime(now);
        }
        else if (verdict == AnswerVerdict.KeyRefused && ApiError.TryRead(frame.Error, out var error, out _))
            Fail(error.CodeText, error.Message, now, isConfiguration: true);
    }

    private void OnOverdue(in PendingRequest request, Instant now)
    {
        switch (request.Kind)
        {
            case RequestKind.Ping:
                break;
            case RequestKind.Time when _phase != Phase.Handshake:
                _isTimeAsked = false;
                break;
            case RequestKind.ExchangeInfo when _phase != Phase.Handshake:
                break;
            case RequestKind.Time or RequestKind.ExchangeInfo or RequestKind.Logon or RequestKind.Subscribe:
                Fail(
                    VenueCodes.HandshakeOverdue,
                    $"{request.Kind} had no answer for {Seconds(_settings.RequestTimeout)}", now);
                break;
            default:
                ForgetInFlight(request);
                _answers.Unknown(
                    request, $"no answer for {Seconds(_settings.RequestTimeout)}", VenueCodes.NoAnswer, now);
                break;
        }
    }

    private void ForgetInFlight(in PendingRequest request)
    {
        if (request.Command is PlaceAtVenue place)
            _orders.Answered(place.Id);
        else if (request.Command is ReplaceAtVenue replace)
            _orders.Answered(replace.Replacement.Id);
    }
}
