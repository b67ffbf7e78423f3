using System.Globalization;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;

namespace TradingActors.Simulation;

/// <summary>
/// Walks an account's part of the venue's ledger and asks at every prefix: with everything filled that works,
/// is the account within its limits? It counts with what the ledger alone says and shares no code with the
/// engine's risk. A position begins with what the account held of the base asset when it was opened, and a
/// fee in the base asset comes out of it. The gross is valued at the lowest price of any order so far:
/// market prices, which may cross a limit, do not matter.
/// External orders and fills are not the engine's: a run with any is not for this judge.
/// </summary>
public static class ReservationJudge
{
    /// <summary>Problems named; what follows is the same again.</summary>
    public const int ProblemsMax = 20;

    public static ReservationReport Walk(
        IEnumerable<LedgerEntry> ledger, IReadOnlyDictionary<string, ReservationLimits> limits)
    {
        var walk = new Reservations(limits);
        foreach (var entry in ledger)
            walk.Add(entry);
        return new ReservationReport(walk.Problems, walk.Peaks);
    }

    private sealed class Reservations(IReadOnlyDictionary<string, ReservationLimits> limits)
    {
        private readonly Dictionary<long, (string Symbol, Side Side, decimal Left)> _open = [];
        private readonly Dictionary<string, decimal> _opening = [];
        private readonly SortedDictionary<string, Line> _lines = new(StringComparer.Ordinal);

        public List<string> Problems { get; } = [];

        public IReadOnlyDictionary<string, ReservationPeak> Peaks =>
            _lines.ToDictionary(l => l.Key, l => l.Value.Peak, StringComparer.Ordinal);

        public void Add(LedgerEntry entry)
        {
            switch (entry)
            {
                case AccountOpened opened:
                    foreach (var (asset, amount) in opened.Balances)
                        _opening[asset] = amount;
                    break;
                case OrderAccepted accepted:
                    Accept(accepted);
                    break;
                case OrderFilled filled:
                    Fill(filled);
                    break;
                case OrderCanceled canceled:
                    End(canceled.OrderId);
                    break;
                case OrderExpired expired:
                    End(expired.OrderId);
                    break;
                case OrderAmended amended:
                    Reduce(amended.OrderId, amended.OldQuantity - amended.Quantity);
                    break;
                case OrderPrevented prevented:
                    Reduce(prevented.OrderId, prevented.Quantity);
                    break;
            }

            foreach (var (symbol, line) in _lines)
                Judge(symbol, line, entry);
        }

        private void Accept(OrderAccepted accepted)
        {
            if (!_lines.TryGetValue(accepted.Symbol, out var line))
            {
                line = new Line { Position = _opening.GetValueOrDefault(accepted.Base) };
                _lines.Add(accepted.Symbol, line);
            }

            line.Work(accepted.Side, accepted.Quantity);
            line.OpenOrders++;
            _open.Add(accepted.OrderId, (accepted.Symbol, accepted.Side, accepted.Quantity));
            var price = accepted.Type.HasLimitPrice() ? accepted.Price : 0m;
            line.LowestPrice = Math.Min(line.LowestPrice, price);
        }

        private void Fill(OrderFilled filled)
        {
            var line = _lines[filled.Symbol];
            line.Position += filled.Side.Sign() * filled.Quantity;
            line.Position -= filled.FeeAsset == filled.Base ? filled.Fee : 0m;
            Reduce(filled.OrderId, filled.Quantity);
        }

        private void Reduce(long orderId, decimal quantity)
        {
            if (!_open.TryGetValue(orderId, out var order))
                return;

            _lines[order.Symbol].Work(order.Side, -quantity);
            _open[orderId] = order with { Left = order.Left - quantity };
            if (order.Left <= quantity)
                End(orderId);
        }

        private void End(long orderId)
        {
            if (!_open.Remove(orderId, out var order))
                return;

            var line = _lines[order.Symbol];
            line.Work(order.Side, -order.Left);
            line.OpenOrders--;
        }

        private void Judge(string symbol, Line line, LedgerEntry entry)
        {
            line.Peak = new ReservationPeak(
                Math.Max(line.Peak.Long, line.Long),
                Math.Max(line.Peak.Short, line.Short),
                Math.Max(line.Peak.OpenOrders, line.OpenOrders),
                Math.Max(line.Peak.Gross, line.Gross));
            if (!limits.TryGetValue(symbol, out var max))
            {
                Hold(entry, symbol, "orders without a limit", line.OpenOrders, 0m);
                return;
            }

            Hold(entry, symbol, "long", line.Long, max.PositionMax);
            Hold(entry, symbol, "short", line.Short, max.PositionMax);
            Hold(entry, symbol, "open orders", line.OpenOrders, max.OpenOrdersMax);
            if (max.GrossMax is { } gross)
                Hold(entry, symbol, "gross", line.Gross, gross);
        }

        private void Hold(LedgerEntry entry, string symbol, string what, decimal was, decimal max)
        {
            if (was > max && Problems.Count < ProblemsMax)
                Problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"entry {entry.Sequence} ({entry.GetType().Name}): {symbol} has {was} {what} of {max}"));
        }
    }

    private sealed class Line
    {
        private decimal _buys;
        private decimal _sells;

        public decimal Position { get; set; }

        public int OpenOrders { get; set; }

        /// <summary>Zero once an order had none: a market order's gross is not judged.</summary>
        public decimal LowestPrice { get; set; } = decimal.MaxValue;

        public ReservationPeak Peak { get; set; } = ReservationPeak.None;

        public decimal Long => Position + _buys;

        public decimal Short => _sells - Position;

        public decimal Gross => LowestPrice == decimal.MaxValue
            ? 0m
            : Math.Max(Math.Abs(Long), Math.Abs(Short)) * LowestPrice;

        public void Work(Side side, decimal quantity)
        {
            if (side == Side.Buy)
                _buys += quantity;
            else
                _sells += quantity;
        }
    }
}
