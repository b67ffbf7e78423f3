using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// What must hold between the entries of all accounts together, whoever wrote them: each trade id one trade,
/// each order within its quantity, nothing traded before its time.
/// </summary>
public static class LedgerAuditRules
{
    /// <summary>What does not hold, in the ledger's order; empty for a sound ledger.</summary>
    public static IReadOnlyList<string> Problems(IReadOnlyList<LedgerEntry> entries)
    {
        var audit = new Audit();
        foreach (var entry in entries) audit.Add(entry);
        return audit.Problems;
    }

    private sealed class Audit
    {
        private readonly Dictionary<(string Symbol, long TradeId), OrderFilled> _single = [];
        private readonly HashSet<(string Symbol, long TradeId)> _paired = [];
        private readonly Dictionary<long, decimal> _left = [];
        private readonly HashSet<long> _waiting = [];

        public List<string> Problems { get; } = [];

        public void Add(LedgerEntry entry)
        {
            switch (entry)
            {
                case OrderAccepted accepted:
                    if (!_left.TryAdd(accepted.OrderId, accepted.Quantity)) Report(entry, "accepted twice");
                    if (accepted.Type.IsConditional()) _waiting.Add(accepted.OrderId);
                    break;
                case OrderTriggered triggered:
                    if (!_waiting.Remove(triggered.OrderId)) Report(entry, "triggered but did not wait");
                    break;
                case OrderFilled filled:
                    if (_waiting.Contains(filled.OrderId)) Report(entry, "filled while it waits");
                    Take(entry, filled.OrderId, filled.Quantity);
                    Pair(filled);
                    break;
                case OrderPrevented prevented:
                    Take(entry, prevented.OrderId, prevented.Quantity);
                    break;
                case OrderAmended amended:
                    Take(entry, amended.OrderId, amended.OldQuantity - amended.Quantity);
                    break;
                case OrderCanceled canceled: End(entry, canceled.OrderId); break;
                case OrderExpired expired: End(entry, expired.OrderId); break;
            }
        }

        private void Take(LedgerEntry entry, long orderId, decimal quantity)
        {
            if (!_left.TryGetValue(orderId, out var left)) Report(entry, "about no open order");
            else if (quantity <= 0m || quantity > left) Report(entry, $"takes {quantity} of {left}");
            else if (quantity == left) _left.Remove(orderId);
            else _left[orderId] = left - quantity;
        }

        private void End(LedgerEntry entry, long orderId)
        {
            _waiting.Remove(orderId);
            if (!_left.Remove(orderId)) Report(entry, "ends no open order");
        }

        /// <summary>A trade has one entry, or two when both its orders are the accounts'.</summary>
        private void Pair(OrderFilled fill)
        {
            var id = (fill.Symbol, fill.TradeId);
            if (_paired.Contains(id)) Report(fill, "third side of a trade");
            else if (!_single.Remove(id, out var other)) _single.Add(id, fill);
            else
            {
                _paired.Add(id);
                if (other.IsMaker == fill.IsMaker) Report(fill, "both sides of the trade have one role");
                if (other.Side == fill.Side) Report(fill, "both sides of the trade are one side");
                if (other.Price != fill.Price || other.Quantity != fill.Quantity)
                    Report(fill, "the two sides of the trade differ");
            }
        }

        private void Report(LedgerEntry entry, string problem) =>
            Problems.Add($"entry {entry.Sequence} ({entry.GetType().Name}): {problem}");
    }
}
