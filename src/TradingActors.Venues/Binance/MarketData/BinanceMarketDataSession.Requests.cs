using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>The requests' lane: instruments and snapshots of the books.</summary>
public sealed partial class BinanceMarketDataSession
{
    private void OnAnswer(ReadOnlySpan<byte> frame, Instant now)
    {
        if (!ApiFrame.TryRead(frame, out var read, out var fault))
            _reporter.Unreadable(fault, frame, now);
        else if (read.IsEvent)
        {
            if (read.Event.IndexOf("\"serverShutdown\""u8) >= 0)
                FailRequests(VenueCodes.ServerShutdown, "the venue announced that it will shut down");
            else
                _reporter.Unreadable("an event that no request asked for", frame, now);
        }
        else
        {
            if (!read.RateLimits.IsEmpty && !RateLimitReader.TryRead(read.RateLimits, _sink, out fault))
                _reporter.Unreadable(fault, frame, now);
            if (read.Id is { } id && _requests.TryTake(id, out var request))
                OnAnswer(request, read, frame, now);
            else
                _reporter.Unreadable("an answer to a request that is not known", frame, now);
        }
    }

    private void OnAnswer(in PendingRequest request, in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        if (request.Kind == RequestKind.Ping)
        {
            _pingSentAt = null;
            _nextPingAt = request.SentAt.Monotonic + _settings.PingInterval;
            _sink.Emit(new VenuePingMeasured(now.Since(request.SentAt), null, now.Wall));
        }
        else if (frame.Status != 200)
            OnRefused(request, frame, whole, now);
        else if (request.Kind == RequestKind.Depth)
            OnSnapshot(request.Tag, frame.Result, whole, now);
        else if (InstrumentReader.TryRead(frame.Result, _sink, out var instruments, out var fault))
        {
            _hasInstruments = true;
            _instrumentsDueAt = now.Monotonic + _settings.InstrumentsEvery;
            _sink.Emit(new VenueInstruments(instruments, now.Wall));
        }
        else
        {
            _reporter.Unreadable(fault, whole, now);
            FailRequests(VenueCodes.AnswerUnreadable, $"exchangeInfo: {fault}");
        }

        ServeRequests(now);
    }

    private void OnSnapshot(int symbol, ReadOnlySpan<byte> result, ReadOnlySpan<byte> whole, Instant now)
    {
        var book = _books[symbol];
        var was = book.Book.IsSynchronized;
        var sound = SnapshotReader.TryRead(result, _bids, _asks, out var updateId, out var fault);
        if (!sound)
            _reporter.Unreadable(fault, whole, now);
        if (sound && book.OnSnapshot(updateId, _bids.Levels, _asks.Levels))
            _snapshots.Succeeded(symbol, now);
        else
            _snapshots.Failed(symbol, now);
        if (was || book.Book.IsSynchronized)
            _sink.OnBook(book.Symbol, book.Book);
    }

    /// <summary>
    /// A pause that the venue asks for is kept; a snapshot waits its turn; without instruments nothing goes
    /// on.
    /// </summary>
    private void OnRefused(
        in PendingRequest request, in ApiFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        if (request.Kind == RequestKind.Depth)
            _snapshots.Failed(request.Tag, now);
        if (frame.Error.IsEmpty || !ApiError.TryRead(frame.Error, out var error, out _))
        {
            _reporter.Unreadable("a refusal without an error", whole, now);
            RetryInstruments(request, now.Monotonic + _settings.ResyncDelayMax);
            return;
        }

        var rule = BinanceErrors.Classify(frame.Status, error.Code);
        if (rule.Meaning == BinanceFailure.Throttled)
        {
            // The venue's clock is not measured here, so its own retry time counts only beyond ours.
            var retryAt = now.Wall.AddSeconds(rule.RetrySeconds);
            if (AccountReader.TryAt(error.RetryAfterMs, out var venueTime) && venueTime > retryAt)
                retryAt = venueTime < now.Wall + BinanceErrors.BanMax
                    ? venueTime
                    : now.Wall + BinanceErrors.BanMax;
            _snapshots.PauseUntil(now.Monotonic + (retryAt - now.Wall));
            RetryInstruments(request, now.Monotonic + (retryAt - now.Wall));
            _sink.Emit(new VenueThrottled(error.CodeText, retryAt, now.Wall, rule.IsBan));
        }
        else if (request.Kind == RequestKind.ExchangeInfo)
            FailRequests(error.CodeText, $"exchangeInfo: {error.Message}");
        else
            _reporter.Unreadable(
                $"{request.Kind} of {_settings.Symbols[request.Tag]} was refused: "
                + $"{error.CodeText} {error.Message}", whole, now);
    }

    private void OnOverdue(in PendingRequest request, Instant now)
    {
        if (request.Kind == RequestKind.Depth)
            _snapshots.Failed(request.Tag, now);
        RetryInstruments(request, now.Monotonic + _settings.ResyncDelay);
    }

    private void RetryInstruments(in PendingRequest request, TimeSpan at)
    {
        if (request.Kind == RequestKind.ExchangeInfo)
            _instrumentsDueAt = at;
    }

    /// <summary>
    /// Sends what is due on the requests' lane: instruments, a ping, the snapshots that are wanted and
    /// allowed.
    /// </summary>
    private void ServeRequests(Instant now)
    {
        if (_requestsOpen && !_requestsFailed)
        {
            if (now.Monotonic >= _instrumentsDueAt && _requests.HasRoomFor(RequestKind.ExchangeInfo))
            {
                _instrumentsDueAt = TimeSpan.MaxValue;
                var id = _requests.Add(RequestKind.ExchangeInfo, null, now);
                _sink.Write(MarketDataLane.Requests, _encoder.ExchangeInfo(id, _settings.Symbols));
            }

            if (_pingSentAt is null && now.Monotonic >= _nextPingAt && _requests.HasRoomFor(RequestKind.Ping))
            {
                _pingSentAt = now.Monotonic;
                var id = _requests.Add(RequestKind.Ping, null, now);
                _sink.Write(MarketDataLane.Requests, _encoder.Ping(id));
            }

            for (var i = 0; i < _books.Length; i++)
                if (_books[i].WantsSnapshot && _snapshots.DueAt(i) <= now.Monotonic)
                    AskSnapshot(i, now);
        }

        PlanBooks();
    }

    private void AskSnapshot(int symbol, Instant now)
    {
        if (!_requests.HasRoomFor(RequestKind.Depth))
            return;
        if (!_sink.TryTakeWeight(_settings.SnapshotWeight))
        {
            _snapshots.PauseUntil(now.Monotonic + _settings.ResyncDelay);
            return;
        }

        _snapshots.Asked(symbol, now);
        var id = _requests.Add(RequestKind.Depth, null, now, symbol);
        _sink.Write(
            MarketDataLane.Requests, _encoder.Depth(id, _books[symbol].Symbol, _settings.DepthLimit));
    }

    private void FailRequests(string code, string reason)
    {
        if (_requestsFailed)
            return;
        _requestsFailed = true;
        _sink.OnFailed(MarketDataLane.Requests, code, reason);
    }
}
