using TradingActors.Benchmarks.Workload;
using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;

namespace TradingActors.Benchmarks.Desks;

/// <summary>What the venue behind an <see cref="EncodingSession"/> says of the orders it gets.</summary>
internal enum VenueAnswers
{
    /// <summary>Nothing at all.</summary>
    None,

    /// <summary>The whole fill of the order <see cref="Op1Workload.FillDelay"/> before.</summary>
    Fills,

    /// <summary>An acceptance at once and the fill later: the whole life of an order.</summary>
    WholeLife,
}

/// <summary>
/// A session that only encodes, with the real encoder, an order a frame, unsigned as after a log-on with an Ed25519
/// key. What OP-1 says the venue answers it emits as decoded events, so that the baseline need not decode either.
/// </summary>
internal sealed class EncodingSession(IVenueSessionSink sink, VenueAnswers answers) : IVenueSession
{
    private readonly BinanceEncoder _encoder = new();
    private readonly PlaceAtVenue?[] _recent = new PlaceAtVenue?[Op1Workload.FillDelay];
    private long _requests;
    private long _orders;

    public bool IsReady { get; private set; }

    public int InFlight => 0;

    public RequestCost CostOf(VenueCommand command) => new(1);

    public TimeSpan NextDeadline => TimeSpan.MaxValue;

    public void Opened(Instant now)
    {
        IsReady = true;
        sink.Emit(new VenueInstruments(Op1Account.Instruments, now.Wall));
        sink.Emit(new VenueSessionReady(now.Wall));
    }

    public void Received(ReadOnlySpan<byte> frame, Instant now)
    {
    }

    public void Send(VenueCommand command, Instant now)
    {
        switch (command)
        {
            case PlaceAtVenue place:
                sink.Write(_encoder.Place(++_requests, place, now.Wall.ToUnixTimeMilliseconds()));
                Answer(place, now);
                break;
            case CancelAtVenue cancel:
                sink.Write(_encoder.Cancel(++_requests, cancel, now.Wall.ToUnixTimeMilliseconds()));
                break;
            case QueryOpenOrders:
                sink.Emit(new VenueOpenOrders([], now.Wall));
                break;
            case QueryTrades trades:
                sink.Emit(new VenueTrades(trades.Symbol, trades.FromId, [], IsComplete: true, now.Wall));
                break;
            case QueryBalances:
                sink.Emit(new VenueBalances(Op1Account.Balances, now.Wall));
                break;
        }
    }

    public void Tick(Instant now)
    {
    }

    public void Closed(Instant now) => IsReady = false;

    private void Answer(PlaceAtVenue place, Instant now)
    {
        if (answers == VenueAnswers.None)
            return;

        if (answers == VenueAnswers.WholeLife)
            sink.Emit(new VenueAccepted(place.Id, new VenueOrderId("1"), place.Symbol, now.Wall));
        var slot = _orders++ % _recent.Length;
        if (_recent[slot] is { } earlier)
            sink.Emit(new VenueFill(earlier.Id, new VenueOrderId("1"), earlier.Symbol, new TradeId(_orders),
                earlier.Side, earlier.LimitPrice!.Value, earlier.Quantity, 0m, Op1Account.Usdt, IsMaker: true,
                earlier.Quantity, now.Wall));
        _recent[slot] = place;
    }
}
