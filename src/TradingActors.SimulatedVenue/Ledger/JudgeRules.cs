using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Folds an account's entries into a report. It shares no code with <see cref="ExchangeState"/>, so that an
/// error in the one shows against the other.
/// </summary>
public static class JudgeRules
{
    public static LedgerReport Report(string account, IReadOnlyList<AccountEntry> entries)
    {
        var fold = new Fold();
        foreach (var entry in entries) fold.Add(entry);
        return new LedgerReport(
            account,
            entries.Count == 0 ? 0 : entries[^1].Sequence,
            fold.Balances(),
            fold.Positions(),
            [.. fold.Orders.Values],
            fold.Fills,
            fold.Counts());
    }

    private sealed class Fold
    {
        private readonly SortedDictionary<string, LedgerReport.AssetLine> _assets =
            new(StringComparer.Ordinal);

        private readonly SortedDictionary<string, LedgerReport.PositionLine> _positions =
            new(StringComparer.Ordinal);

        private readonly Dictionary<long, OpenOrder> _open = [];
        private int _accepted, _rejected, _filled, _canceled, _cancelsRejected, _expired, _transfers;
        private int _triggered, _prevented, _amended;

        public SortedDictionary<string, LedgerReport.OrderLine> Orders { get; } = new(StringComparer.Ordinal);

        public List<LedgerReport.FillLine> Fills { get; } = [];

        public void Add(AccountEntry entry)
        {
            switch (entry)
            {
                case AccountOpened opened:
                    foreach (var (asset, amount) in opened.Balances)
                        _assets[asset] = new LedgerReport.AssetLine(asset, amount, 0m, 0m, 0m, amount, 0m);
                    break;
                case Transferred transferred:
                    _transfers++;
                    var line = Asset(transferred.Asset);
                    _assets[transferred.Asset] = line with
                    {
                        Transfers = line.Transfers + transferred.Amount,
                        Free = line.Free + transferred.Amount,
                    };
                    break;
                case OrderAccepted accepted: Accept(accepted); break;
                case OrderRejected rejected: Reject(rejected); break;
                case OrderFilled filled: Fill(filled); break;
                case OrderCanceled canceled:
                    _canceled++;
                    End(canceled.OrderId, VenueOrderStatus.Canceled);
                    break;
                case OrderExpired expired:
                    _expired++;
                    End(expired.OrderId, VenueOrderStatus.Expired);
                    break;
                case OrderTriggered triggered: Trigger(triggered); break;
                case OrderPrevented prevented: Prevent(prevented); break;
                case OrderAmended amended: Amend(amended); break;
                case CancelRejected: _cancelsRejected++; break;
                default:
                    throw new InvalidOperationException(
                    $"The entry {entry.GetType().Name} is not known.");
            }
        }

        /// <summary>
        /// What open orders lock is worked out here, at the end, from what is left of each.
        /// </summary>
        public List<LedgerReport.AssetLine> Balances()
        {
            var locked = new Dictionary<string, decimal>(StringComparer.Ordinal);
            foreach (var (_, order, left, _) in _open.Values)
            {
                // An order without a limit price is only ever open while it waits for its stop price.
                var price = order.Type.HasLimitPrice() ? order.Price : order.StopPrice;
                var asset = order.Side == Side.Buy ? order.Quote : order.Base;
                var amount = order.Side == Side.Buy ? left * price : left;
                locked[asset] = locked.GetValueOrDefault(asset) + amount;
            }

            var lines = new List<LedgerReport.AssetLine>();
            foreach (var line in _assets.Values)
            {
                var held = locked.GetValueOrDefault(line.Asset);
                lines.Add(line with { Free = line.Free - held, Locked = held });
            }

            return lines;
        }

        public List<LedgerReport.PositionLine> Positions() => [.. _positions.Values];

        public LedgerReport.CountLine Counts() => new(
            _accepted, _rejected, _filled, _canceled, _cancelsRejected, _expired, Fills.Count, _transfers,
            _open.Count, _triggered, _prevented, _amended);

        private void Accept(OrderAccepted accepted)
        {
            _accepted++;
            _open.Add(
                accepted.OrderId,
                new OpenOrder(
                    accepted.ClientOrderId, accepted, accepted.Quantity, accepted.Type.IsConditional()));
            var old = Orders.GetValueOrDefault(accepted.ClientOrderId);
            Orders[accepted.ClientOrderId] = new LedgerReport.OrderLine(
                accepted.ClientOrderId, accepted.Symbol, (old?.AcceptCount ?? 0) + 1, old?.RejectCount ?? 0,
                accepted.OrderId, VenueOrderStatus.New, accepted.Side, accepted.Quantity, accepted.Price,
                0m, old?.FilledOfAll ?? 0m, old?.FillCount ?? 0, accepted.IsExternal)
            {
                StopPrice = accepted.StopPrice,
                IsWaiting = accepted.Type.IsConditional(),
            };
        }

        private void Reject(OrderRejected rejected)
        {
            _rejected++;
            Orders[rejected.ClientOrderId] = Orders.TryGetValue(rejected.ClientOrderId, out var old)
                ? old with { RejectCount = old.RejectCount + 1 }
                : new LedgerReport.OrderLine(
                    rejected.ClientOrderId, rejected.Symbol, 0, 1, 0, VenueOrderStatus.Rejected, Side.Buy,
                    0m, 0m, 0m, 0m, 0, false);
        }

        private void Fill(OrderFilled filled)
        {
            var isBuy = filled.Side == Side.Buy;
            var cost = filled.Price * filled.Quantity;
            Move(filled.Base, isBuy ? filled.Quantity : -filled.Quantity);
            Move(filled.Quote, isBuy ? -cost : cost);
            Pay(filled.FeeAsset, filled.Fee);
            var position = _positions.GetValueOrDefault(filled.Symbol)
                ?? new LedgerReport.PositionLine(filled.Symbol, 0m, 0m, 0m, 0m, 0m, 0m);
            var change = isBuy ? filled.Quantity : -filled.Quantity;
            var baseFee = filled.FeeAsset == filled.Base ? filled.Fee : 0m;
            _positions[filled.Symbol] = position with
            {
                Bought = position.Bought + (isBuy ? filled.Quantity : 0m),
                Sold = position.Sold + (isBuy ? 0m : filled.Quantity),
                Net = position.Net + change,
                NetAfterFees = position.NetAfterFees + change - baseFee,
                QuotePaid = position.QuotePaid + (isBuy ? cost : 0m),
                QuoteReceived = position.QuoteReceived + (isBuy ? 0m : cost),
            };
            Fills.Add(new LedgerReport.FillLine(
                filled.Symbol, filled.TradeId, filled.OrderId, filled.ClientOrderId, filled.Side,
                filled.Price, filled.Quantity, filled.Fee, filled.FeeAsset, filled.IsMaker, filled.At));
            Reduce(filled);
        }

        private void Reduce(OrderFilled filled)
        {
            var open = _open[filled.OrderId];
            if (open.IsWaiting)
                throw new InvalidOperationException(
                    $"The order {filled.OrderId} filled before the market had reached its stop price.");
            var line = Orders[open.Id];
            var left = open.Left - filled.Quantity;
            _open[filled.OrderId] = open with { Left = left };
            Orders[open.Id] = line with
            {
                Status = VenueOrderStatus.PartiallyFilled,
                Filled = line.Filled + filled.Quantity,
                FilledOfAll = line.FilledOfAll + filled.Quantity,
                FillCount = line.FillCount + 1,
            };
            if (left > 0m) return;
            _filled++;
            End(filled.OrderId, VenueOrderStatus.Filled);
        }

        private void Trigger(OrderTriggered triggered)
        {
            _triggered++;
            var open = _open[triggered.OrderId];
            _open[triggered.OrderId] = open with { IsWaiting = false };
            Orders[open.Id] = Orders[open.Id] with { IsWaiting = false };
        }

        private void Prevent(OrderPrevented prevented)
        {
            _prevented++;
            var open = _open[prevented.OrderId];
            var left = open.Left - prevented.Quantity;
            _open[prevented.OrderId] = open with { Left = left };
            Orders[open.Id] = Orders[open.Id] with
            {
                Prevented = Orders[open.Id].Prevented + prevented.Quantity,
            };
            if (left > 0m) return;
            _expired++;
            End(prevented.OrderId, VenueOrderStatus.Expired);
        }

        private void Amend(OrderAmended amended)
        {
            _amended++;
            var open = _open[amended.OrderId];
            var reduced = amended.OldQuantity - amended.Quantity;
            _open[amended.OrderId] = open with { Left = open.Left - reduced };
            Orders[open.Id] = Orders[open.Id] with { Quantity = amended.Quantity };
        }

        private void End(long orderId, VenueOrderStatus status)
        {
            var id = _open[orderId].Id;
            Orders[id] = Orders[id] with { Status = status, IsWaiting = false };
            _open.Remove(orderId);
        }

        private void Move(string asset, decimal amount)
        {
            var line = Asset(asset);
            _assets[asset] = line with { Traded = line.Traded + amount, Free = line.Free + amount };
        }

        private void Pay(string asset, decimal fee)
        {
            var line = Asset(asset);
            _assets[asset] = line with { Fees = line.Fees + fee, Free = line.Free - fee };
        }

        private LedgerReport.AssetLine Asset(string asset) =>
            _assets.GetValueOrDefault(asset) ?? new LedgerReport.AssetLine(asset, 0m, 0m, 0m, 0m, 0m, 0m);

        /// <summary>
        /// An open order under the id that it was placed with, and what is left of it to trade.
        /// </summary>
        private sealed record OpenOrder(string Id, OrderAccepted Order, decimal Left, bool IsWaiting);
    }
}
