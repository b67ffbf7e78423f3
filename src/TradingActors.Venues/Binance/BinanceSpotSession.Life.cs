using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;
using TradingActors.Venues.Signing;

namespace TradingActors.Venues.Binance;

/// <summary>The session's own life: handshake, clock, pings, instruments, its end.</summary>
public sealed partial class BinanceSpotSession
{
    /// <summary>
    /// An error without an id: a key that was revoked, or a request that could not even be read.
    /// </summary>
    private void OnAnswerToNone(in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        if (!frame.Error.IsEmpty && ApiError.TryRead(frame.Error, out var error, out _))
        {
            var rule = BinanceErrors.Classify(frame.Status, error.Code);
            _answers.Throttle(rule, error, now);
            if (rule.Meaning == BinanceFailure.KeyRefused)
            {
                Fail(error.CodeText, error.Message, now, isConfiguration: true);
                return;
            }
        }

        _reporter.Unreadable("an answer without an id", whole, now);
    }

    private void OnTime(in PendingRequest request, in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        _isTimeAsked = false;
        if (frame.Status != 200 || !AccountReader.TryReadServerTime(frame.Result, out var venueTime))
        {
            if (_phase == Phase.Handshake)
                FailHandshake(request.Kind, frame, whole, now);
            else
                _reporter.Unreadable("an answer to time without serverTime", whole, now);
            return;
        }

        _clock.Measured(venueTime, request.SentAt, now);
        if (_phase != Phase.Handshake)
            return;
        if (_settings.Secret.Kind == VenueSecretKind.Ed25519)
            _sink.Write(_encoder.Logon(_requests.Add(RequestKind.Logon, null, now), _clock.StampMs(now)));
        else
            _sink.Write(_encoder.SubscribeSigned(
                _requests.Add(RequestKind.Subscribe, null, now), _clock.StampMs(now)));
    }

    private void OnPong(in PendingRequest request, Instant now)
    {
        _pingSentAt = null;
        _nextPingAt = request.SentAt.Monotonic + _settings.PingInterval;
        _sink.Emit(new VenuePingMeasured(
            now.Since(request.SentAt), _clock.Offset(now), now.Wall, _clock.Uncertainty(now)));
    }

    private void OnHandshake(
        in PendingRequest request, in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        if (_phase != Phase.Handshake)
        {
            RefreshInstruments(frame, whole, now);
            return;
        }

        if (frame.Status != 200)
        {
            FailHandshake(request.Kind, frame, whole, now);
            return;
        }

        if (request.Kind == RequestKind.Logon)
            _sink.Write(_encoder.Subscribe(_requests.Add(RequestKind.Subscribe, null, now)));
        else if (request.Kind == RequestKind.Subscribe)
            _isSubscribed = true;
        else if (InstrumentReader.TryRead(frame.Result, _sink, out var instruments, out var fault))
        {
            _hasInstruments = true;
            _sink.Emit(new VenueInstruments(instruments, now.Wall));
        }
        else
        {
            _reporter.Unreadable(fault, whole, now);
            Fail(VenueCodes.AnswerUnreadable, $"exchangeInfo: {fault}", now);
        }

        if (_phase == Phase.Handshake && _isSubscribed && _hasInstruments)
        {
            _phase = Phase.Ready;
            _nextPingAt = now.Monotonic + _settings.PingInterval;
            _nextInstrumentsAt = now.Monotonic + _settings.InstrumentsEvery;
            _sink.Emit(new VenueSessionReady(now.Wall));
        }
    }

    /// <summary>Filters as they are now. A refusal changes nothing: they are asked for again.</summary>
    private void RefreshInstruments(in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        var fault = "";
        if (frame.Status == 200
            && InstrumentReader.TryRead(frame.Result, _sink, out var instruments, out fault))
            _sink.Emit(new VenueInstruments(instruments, now.Wall));
        else if (ApiError.TryRead(frame.Error, out var error, out fault))
            _answers.Throttle(BinanceErrors.Classify(frame.Status, error.Code), error, now);
        else
            _reporter.Unreadable(fault, whole, now);
    }

    private void FailHandshake(RequestKind kind, in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        if (!frame.Error.IsEmpty && ApiError.TryRead(frame.Error, out var error, out _))
        {
            var rule = BinanceErrors.Classify(frame.Status, error.Code);
            _answers.Throttle(rule, error, now);
            Fail(error.CodeText, $"{kind}: {error.Message}", now, rule.Meaning == BinanceFailure.KeyRefused);
            return;
        }

        _reporter.Unreadable($"the answer to {kind} is no answer to it", whole, now);
        Fail(VenueCodes.AnswerUnreadable, $"{kind} failed with status {frame.Status}", now);
    }

    private void Ping(Instant now)
    {
        if (!_requests.HasRoomFor(RequestKind.Ping))
        {
            _nextPingAt = now.Monotonic + _settings.PingInterval;
            return;
        }

        _pingSentAt = now.Monotonic;
        _sink.Write(_encoder.Ping(_requests.Add(RequestKind.Ping, null, now)));
        AskTime(now);
    }

    private void AskTime(Instant now)
    {
        if (_isTimeAsked || !_requests.HasRoomFor(RequestKind.Time))
            return;
        _isTimeAsked = true;
        _sink.Write(_encoder.Time(_requests.Add(RequestKind.Time, null, now)));
    }

    private void AskInstruments(Instant now)
    {
        _nextInstrumentsAt = now.Monotonic + _settings.InstrumentsEvery;
        _sink.Write(_encoder.ExchangeInfo(
            _requests.Add(RequestKind.ExchangeInfo, null, now), _settings.Symbols));
    }

    /// <summary>Told once: the connection goes on until its owner has moved or the venue cuts it.</summary>
    private void Ending(string code, string reason, Instant now)
    {
        if (_phase == Phase.Handshake)
            Fail(code, reason, now);
        else if (_phase == Phase.Ready && !_isEnding)
        {
            _isEnding = true;
            _sink.Emit(new VenueSessionEnding(code, reason, now.Wall));
        }
    }

    private void Fail(string code, string reason, Instant now, bool isConfiguration = false)
    {
        if (_phase is Phase.Failed or Phase.Closed)
            return;
        _phase = Phase.Failed;
        _sink.Emit(new VenueSessionFailed(code, reason, now.Wall, isConfiguration));
    }
}
