using TradingActors.Benchmarks.Workload;
using TradingActors.Domain;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.Venues.Binance.Wire;

namespace TradingActors.Benchmarks.Desks;

/// <summary>
/// The denominator: OP-1's limits as plain method calls under one lock, with the same encoder and the same transport,
/// and nothing else. No journal, no gate, no reply, no meters, no rules beyond those that OP-1 names.
/// </summary>
internal sealed class LockDesk : IVenueTransportListener, IDisposable
{
    private readonly Lock _lock = new();
    private readonly WireTap _wire;
    private readonly BinanceEncoder _encoder = new();
    private readonly SemaphoreSlim _written = new(0);
    private readonly TaskCompletionSource _opened = new();
    private readonly Dictionary<Symbol, Line> _lines = [];
    private readonly HashSet<string> _openIds = [];
    private readonly Working[] _recent = new Working[Op1Workload.FillDelay];
    private decimal _gross;
    private long _accepted;

    public LockDesk(WireTap wire)
    {
        _wire = wire;
        for (var symbol = 0; symbol < Op1Workload.SymbolCount; symbol++)
            _lines.Add(Op1Workload.Symbols[symbol], new Line(Op1Workload.ReferenceOf(symbol)));
    }

    public Task OpenAsync()
    {
        _wire.Open(this);
        return _opened.Task;
    }

    /// <summary>Zero when accepted and written, otherwise one above the refusal's code.</summary>
    public int Place(OrderRequest request)
    {
        lock (_lock)
        {
            var line = _lines[request.Symbol];
            if (Refusal(line, request) is { } code)
                return 1 + (int)code;

            var (quantity, isBuy) = (request.Quantity.Value, request.Side == Side.Buy);
            Reserve(line, isBuy, quantity);
            line.Open++;
            _openIds.Add(request.ClientOrderId.Value);
            var order = new PlaceAtVenue(OrderIds.Make(Op1Account.Account, 1, ++_accepted), request.Symbol,
                request.Side, request.Type, request.TimeInForce, request.Quantity, request.LimitPrice);
            var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            if (_wire.Write(_encoder.Place(_accepted, order, stamp)) == WriteResult.Pending)
                _written.Wait();

            ref var recent = ref _recent[(_accepted - 1) % _recent.Length];
            Fill(recent);
            recent = new Working(line, request.ClientOrderId.Value, isBuy, quantity);
            return 0;
        }
    }

    public void AddPositions(DecisionHash hash)
    {
        foreach (var symbol in Op1Workload.Symbols)
            hash.AddPosition(symbol, _lines[symbol].Position, _lines[symbol].Buys, _lines[symbol].Sells);
    }

    public void OnOpened() => _opened.TrySetResult();

    public void OnFrame(ReadOnlySpan<byte> frame)
    {
    }

    public void OnWritten() => _written.Release();

    public void OnClosed(string reason)
    {
    }

    public void Dispose()
    {
        _wire.Dispose();
        _written.Dispose();
    }

    private RefusalCode? Refusal(Line line, OrderRequest request)
    {
        var (quantity, price, limits) = (request.Quantity.Value, request.LimitPrice!.Value.Value, Op1Account.Limits);
        if (_openIds.Contains(request.ClientOrderId.Value))
            return RefusalCode.ClientOrderIdReused;
        if (quantity > limits.QuantityMax.Value)
            return RefusalCode.QuantityAboveMax;
        if (price > line.BandHigh || price < line.BandLow)
            return RefusalCode.PriceOutsideCollar;
        if (price * quantity > limits.NotionalMax.Value)
            return RefusalCode.NotionalAboveMax;

        var isBuy = request.Side == Side.Buy;
        var after = isBuy ? line.Position + line.Buys + quantity : line.Sells + quantity - line.Position;
        if (after > limits.PositionMax.Value)
            return RefusalCode.PositionAboveLimit;
        var worst = line.Worst(isBuy ? quantity : 0m, isBuy ? 0m : quantity);
        if (_gross - line.Gross + worst * Math.Max(price, line.Reference) > Op1Account.Risk.GrossExposureMax.Value)
            return RefusalCode.GrossExposureAboveLimit;
        return line.Open >= limits.OpenOrdersMax ? RefusalCode.OpenOrdersAboveLimit : null;
    }

    private void Reserve(Line line, bool isBuy, decimal quantity)
    {
        if (isBuy)
            line.Buys += quantity;
        else
            line.Sells += quantity;
        var gross = line.Worst() * line.Reference;
        _gross += gross - line.Gross;
        line.Gross = gross;
    }

    private void Fill(in Working order)
    {
        if (order.Line is not { } line)
            return;

        line.Position += order.IsBuy ? order.Quantity : -order.Quantity;
        line.Open--;
        _openIds.Remove(order.Id);
        Reserve(line, order.IsBuy, -order.Quantity);
    }

    private sealed class Line(decimal reference)
    {
        public readonly decimal Reference = reference;
        public readonly decimal BandHigh = reference * 1.05m;
        public readonly decimal BandLow = reference * 0.95m;
        public decimal Position;
        public decimal Buys;
        public decimal Sells;
        public decimal Gross;
        public int Open;

        public decimal Worst(decimal moreBuy = 0m, decimal moreSell = 0m) =>
            Math.Max(Math.Abs(Position + Buys + moreBuy), Math.Abs(Position - Sells - moreSell));
    }

    private readonly record struct Working(Line? Line, string Id, bool IsBuy, decimal Quantity);

}
