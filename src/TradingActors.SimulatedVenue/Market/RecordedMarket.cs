using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Replays a recording at a multiple of the venue's clock. The beginning of the file is read once beforehand,
/// to learn the symbols and the depth snapshots; then it is streamed.
/// </summary>
internal sealed class RecordedMarket : IMarketSource
{
    /// <summary>Symbols and snapshots must turn up within this many lines.</summary>
    private const int PrologueLines = 5_000;

    private readonly RecordingReader _reader;
    private readonly SortedDictionary<string, RecordedSymbol> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (RecordedSymbol Symbol, StreamKind Kind)> _streams =
        new(StringComparer.Ordinal);

    private readonly HashSet<int> _prologueSnapshots = [];
    private readonly double _speed;
    private Instant _origin;
    private long _firstNs;

    public RecordedMarket(SimulatedVenueSettings settings, int run, StreamHub hub)
    {
        var path = settings.RecordingPath
            ?? throw new ArgumentException("No recording is given.", nameof(settings));
        _speed = settings.Speed;
        ReadPrologue(path, run, hub);
        _reader = new RecordingReader(path);
        if (!_reader.Read()) throw new RecordingException($"The recording {path} is empty.");
        _firstNs = _reader.LocalNs;
    }

    private enum StreamKind
    {
        BookTicker,
        Trade,
        AggregateTrade,
        Depth,
    }

    public IReadOnlyList<SymbolMarket> Markets => [.. _symbols.Values];

    public TimeSpan NextAt => HasEnded ? TimeSpan.MaxValue
        : double.IsPositiveInfinity(_speed) ? _origin.Monotonic
        : _origin.Monotonic + MarketTime / _speed;

    public bool HasEnded { get; private set; }

    private TimeSpan MarketTime => TimeSpan.FromTicks((_reader.LocalNs - _firstNs) / 100);

    public void Start(Instant now) => _origin = now;

    public void Advance(Instant now, int eventsMax)
    {
        for (var events = 0; events < eventsMax && !HasEnded && NextAt <= now.Monotonic; events++)
        {
            try
            {
                Play(now.Wall);
                if (!_reader.Read()) End();
            }
            catch (JsonException problem)
            {
                End();
                throw _reader.Error(problem.Message);
            }
            catch (RecordingException)
            {
                End();
                throw;
            }
        }
    }

    public void Settle(Instant now)
    {
    }

    public void Dispose() => _reader.Dispose();

    private void End()
    {
        HasEnded = true;
        foreach (var symbol in _symbols.Values) symbol.End();
    }

    private void Play(DateTimeOffset now)
    {
        if (_reader.Stream is not { } stream)
        {
            if (!_prologueSnapshots.Contains(_reader.LineNumber))
                throw _reader.Error($"a depth snapshot beyond the first {PrologueLines} lines");
            return;
        }

        if (!_streams.TryGetValue(stream, out var target))
            throw _reader.Error($"the stream {stream} did not show within the first {PrologueLines} lines");
        switch (target.Kind)
        {
            case StreamKind.BookTicker: target.Symbol.PlayQuote(_reader.Data, MarketTime); break;
            case StreamKind.Trade: target.Symbol.PlayTrade(_reader.Data, MarketTime, now); break;
            case StreamKind.Depth: target.Symbol.PlayDepth(_reader.Data, MarketTime); break;
            case StreamKind.AggregateTrade:
                target.Symbol.Feed.Raw(MarketMessage.AggregateTrade, _reader.Data);
                break;
        }
    }

    private void ReadPrologue(string path, int run, StreamHub hub)
    {
        using var reader = new RecordingReader(path);
        var lastDepthIds = new Dictionary<RecordedSymbol, long>();
        List<BookLevel> bids = [], asks = [];
        try
        {
            while (reader.LineNumber < PrologueLines && reader.Read())
            {
                if (reader.Stream is not { } stream)
                {
                    TakeSnapshot(reader, lastDepthIds, bids, asks);
                    continue;
                }

                if (!_streams.TryGetValue(stream, out var target))
                    _streams.Add(stream, target = Learn(reader, stream, run, hub));
                if (target.Kind == StreamKind.Depth)
                    lastDepthIds[target.Symbol] = RecordedFrames.Depth(reader.Data, bids, asks).LastId;
            }
        }
        catch (JsonException problem)
        {
            throw reader.Error(problem.Message);
        }

        if (_symbols.Count == 0) throw new RecordingException($"The recording {path} holds no stream.");
    }

    /// <summary>
    /// A snapshot does not name its symbol: it belongs to the book whose update ids it is nearest to.
    /// </summary>
    private void TakeSnapshot(
        RecordingReader reader,
        Dictionary<RecordedSymbol, long> lastDepthIds,
        List<BookLevel> bids,
        List<BookLevel> asks)
    {
        var id = RecordedFrames.Depth(reader.Data, bids, asks).LastId;
        RecordedSymbol? nearest = null;
        var distance = long.MaxValue;
        foreach (var (symbol, lastId) in lastDepthIds)
            if (Math.Abs(lastId - id) < distance)
            {
                distance = Math.Abs(lastId - id);
                nearest = symbol;
            }

        (nearest ?? throw reader.Error("a depth snapshot before any depth update")).TakeSnapshot(reader.Data);
        _prologueSnapshots.Add(reader.LineNumber);
    }

    private (RecordedSymbol Symbol, StreamKind Kind) Learn(
        RecordingReader reader, string stream, int run, StreamHub hub)
    {
        var at = stream.IndexOf('@', StringComparison.Ordinal);
        var kind = at <= 0 ? "" : stream[at..];
        StreamKind? known = kind switch
        {
            "@bookTicker" => StreamKind.BookTicker,
            "@trade" => StreamKind.Trade,
            "@aggTrade" => StreamKind.AggregateTrade,
            "@depth" => StreamKind.Depth,
            _ when kind.StartsWith("@depth@", StringComparison.Ordinal) => StreamKind.Depth,
            _ => null,
        };
        if (known is not { } recognized)
            throw reader.Error($"the stream {stream} is none of bookTicker, trade, aggTrade and depth");
        var name = stream[..at].ToUpperInvariant();
        if (!_symbols.TryGetValue(name, out var symbol))
        {
            symbol = new RecordedSymbol(
                ListedSymbol.For(name), new SymbolFeed(hub, name), TradeIds.FirstBesideRecording(run));
            _symbols.Add(name, symbol);
        }

        symbol.HasAggregates |= recognized == StreamKind.AggregateTrade;
        return (symbol, recognized);
    }
}
