using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;
using static TradingActors.Venues.Binance.Spans;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>
/// Binance Spot's public data: quotes, trades and books from the streams, instruments and book snapshots from
/// the WebSocket API. Does no I/O and reads no clock. It lives on over reconnects of either lane: the owner
/// reports them with <see cref="Closed"/> and <see cref="Opened"/>.
/// </summary>
public sealed partial class BinanceMarketDataSession : IMarketDataSession
{
    private const int RequestsMax = 1024;

    /// <summary>So many late quotes in a row say that the newest id was the wrong one.</summary>
    private const int LateInARowMax = 100;

    private readonly BinanceMarketDataSettings _settings;
    private readonly IMarketDataSink _sink;
    private readonly SymbolTable _symbols;
    private readonly BookSync[] _books;
    private readonly long[] _quoteIds;
    private readonly int[] _quotesLate;
    private readonly SnapshotSchedule _snapshots;
    private readonly StreamsLane _streams;
    private readonly FrameReporter _reporter;
    private readonly BinanceEncoder _encoder = new();
    private readonly LevelBuffer _bids = new();
    private readonly LevelBuffer _asks = new();

    private PendingRequests _requests = new(RequestsMax);
    private bool _requestsOpen;
    private bool _hasInstruments;
    private bool _streamsFailed;
    private bool _requestsFailed;
    private TimeSpan _nextPingAt;
    private TimeSpan? _pingSentAt;
    private TimeSpan _instrumentsDueAt = TimeSpan.MaxValue;
    private TimeSpan _booksDueAt = TimeSpan.MaxValue;

    public BinanceMarketDataSession(BinanceMarketDataSettings settings, IMarketDataSink sink)
    {
        if (settings.Problem() is { } problem)
            throw new ArgumentException(problem, nameof(settings));
        _settings = settings;
        _sink = sink;
        _symbols = new SymbolTable(settings.Symbols);
        _books =
        [
            .. settings.Symbols.Select(s => new BookSync(s, settings.DepthLimit, settings.KnownLevelsMin)),
        ];
        _quoteIds = new long[_books.Length];
        _quotesLate = new int[_books.Length];
        _snapshots = new SnapshotSchedule(settings);
        _streams = new StreamsLane(settings);
        _reporter = new FrameReporter(sink.Emit);
    }

    /// <summary>Quotes that came after a newer one and were dropped.</summary>
    public long QuotesDropped { get; private set; }

    /// <summary>Times that changes to a book were found missing.</summary>
    public int BookGaps => _books.Sum(b => b.Gaps);

    /// <summary>Times that a book was found crossed.</summary>
    public int BookCrossings => _books.Sum(b => b.Crossings);

    public TimeSpan NextDeadline
    {
        get
        {
            var next = _streamsFailed ? TimeSpan.MaxValue : _streams.NextDeadline;
            if (!_requestsOpen || _requestsFailed)
                return next;
            if (_requests.OldestSentAt() is { } sent)
                next = Earlier(next, sent + _settings.RequestTimeout);
            next = Earlier(next, _pingSentAt is { } pinged ? pinged + _settings.PongDeadline : _nextPingAt);
            return Earlier(next, Earlier(_instrumentsDueAt, _booksDueAt));
        }
    }

    public bool IsReady(MarketDataLane lane) => lane == MarketDataLane.Streams
        ? _streams.IsConfirmed && !_streamsFailed
        : _requestsOpen && _hasInstruments && !_requestsFailed;

    public void Opened(MarketDataLane lane, Instant now)
    {
        if (lane == MarketDataLane.Streams)
        {
            _streamsFailed = false;
            Array.Clear(_quoteIds);
            Array.Clear(_quotesLate);
            _streams.Opened(now);
            SpeakToStreams(now);
            return;
        }

        _requestsOpen = true;
        _hasInstruments = false;
        _requestsFailed = false;
        _requests = new PendingRequests(RequestsMax);
        _snapshots.Reconnected();
        _pingSentAt = null;
        _nextPingAt = now.Monotonic + _settings.PingInterval;
        _instrumentsDueAt = now.Monotonic;
        ServeRequests(now);
    }

    public void Received(MarketDataLane lane, ReadOnlySpan<byte> frame, Instant now)
    {
        if (lane == MarketDataLane.Requests)
        {
            if (_requestsOpen)
                OnAnswer(frame, now);
            return;
        }

        if (!_streams.IsOpen)
            return;
        if (StreamFrame.TryRead(frame, _bids, _asks, out var read, out var fault))
        {
            _streams.Heard(now);
            OnStream(read, frame, now);
        }
        else
            _reporter.Unreadable(fault, frame, now);
    }

    public void Tick(Instant now)
    {
        _reporter.Tick(now);
        if (_streams.IsOverdue(now))
            FailStreams(
                VenueCodes.StreamOverdue, $"nothing was answered for {Seconds(_settings.PongDeadline)}");
        else
            SpeakToStreams(now);
        if (!_requestsOpen)
            return;
        while (_requests.TryExpire(now.Monotonic - _settings.RequestTimeout, out var request))
            OnOverdue(request, now);
        if (_pingSentAt is { } sent && now.Monotonic - sent >= _settings.PongDeadline)
            FailRequests(
                VenueCodes.PongOverdue, $"a ping had no answer for {Seconds(_settings.PongDeadline)}");
        ServeRequests(now);
    }

    public void Closed(MarketDataLane lane, Instant now)
    {
        if (lane == MarketDataLane.Requests)
        {
            _requestsOpen = false;
            return;
        }

        _streams.Closed();
        foreach (var book in _books)
            if (book.Reset() == BookVerdict.Lost)
                _sink.OnBook(book.Symbol, book.Book);
        PlanBooks();
    }

    private void OnStream(in StreamFrame frame, ReadOnlySpan<byte> whole, Instant now)
    {
        switch (frame.Kind)
        {
            case StreamFrameKind.Answer:
                if (_streams.Answered(frame) is { } against)
                    FailStreams(VenueCodes.SubscriptionLost, against);
                SpeakToStreams(now);
                return;
            case StreamFrameKind.ServerShutdown:
                FailStreams(VenueCodes.ServerShutdown, "the venue announced that it will shut down");
                return;
            case StreamFrameKind.Other:
                _reporter.UnknownType(frame.Type, whole, now);
                return;
        }

        var symbol = _symbols.IndexOf(frame.Symbol);
        if (symbol < 0)
            _reporter.UnknownSymbol(frame.Symbol, whole, now);
        else if (frame.Kind == StreamFrameKind.BookTicker)
            OnQuote(symbol, frame, now);
        else if (frame.Kind == StreamFrameKind.Depth)
            OnDepth(symbol, frame, now);
        else if (!AccountReader.TryAt(frame.TradeTimeMs, out var at))
            _reporter.Unreadable("a trade without a usable time", whole, now);
        else
            _sink.OnTrade(new MarketTrade(
                _books[symbol].Symbol, new TradeId(frame.TradeId), new Price(frame.Price),
                new Quantity(frame.Quantity), frame.BuyerIsMaker ? Side.Sell : Side.Buy, at, now));
    }

    private void OnQuote(int symbol, in StreamFrame frame, Instant now)
    {
        if (frame.UpdateId <= _quoteIds[symbol] && ++_quotesLate[symbol] <= LateInARowMax)
        {
            QuotesDropped++;
            return;
        }

        _quotesLate[symbol] = 0;
        _quoteIds[symbol] = frame.UpdateId;
        _sink.OnQuote(new Quote(
            _books[symbol].Symbol, new Price(frame.Bid), new Quantity(frame.BidSize), new Price(frame.Ask),
            new Quantity(frame.AskSize), frame.UpdateId, now));
    }

    private void OnDepth(int symbol, in StreamFrame frame, Instant now)
    {
        var book = _books[symbol];
        var wanted = book.WantsSnapshot;
        var verdict = book.OnChange(frame.FirstUpdateId, frame.UpdateId, _bids.Levels, _asks.Levels);
        if (verdict == BookVerdict.Lost)
            _snapshots.Failed(symbol, now);
        if (verdict != BookVerdict.Unchanged)
            _sink.OnBook(book.Symbol, book.Book);
        if (verdict == BookVerdict.Lost || book.WantsSnapshot != wanted)
            ServeRequests(now);
    }

    private void SpeakToStreams(Instant now)
    {
        if (_streamsFailed)
            return;
        var message = _streams.Next(now);
        if (!message.IsEmpty)
            _sink.Write(MarketDataLane.Streams, message);
    }

    private void PlanBooks()
    {
        _booksDueAt = TimeSpan.MaxValue;
        for (var i = 0; i < _books.Length; i++)
            if (_books[i].WantsSnapshot)
                _booksDueAt = Earlier(_booksDueAt, _snapshots.DueAt(i));
    }

    private void FailStreams(string code, string reason)
    {
        if (_streamsFailed)
            return;
        _streamsFailed = true;
        _sink.OnFailed(MarketDataLane.Streams, code, reason);
    }
}
