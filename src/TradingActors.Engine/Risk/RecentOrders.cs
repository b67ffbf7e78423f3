using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// The approvals of the last moments: how many, and what for. Holds no more than the order rate lets through
/// within the longer of the two windows, and forgets what has left its window before each look.
/// </summary>
internal sealed class RecentOrders(RiskSettings settings)
{
    private readonly TimeSpan _rateWindow = settings.OrderRateWindow;
    private readonly TimeSpan _duplicateWindow = settings.DuplicateWindow;
    private readonly Queue<TimeSpan> _approvals = new();
    private readonly Queue<(Terms Terms, TimeSpan At)> _terms = new();
    private readonly Dictionary<Terms, TimeSpan> _latest = [];

    /// <summary>Approvals that are younger than the rate window.</summary>
    public int CountInWindow(TimeSpan now)
    {
        while (_approvals.TryPeek(out var oldest) && now - oldest >= _rateWindow)
            _approvals.Dequeue();
        return _approvals.Count;
    }

    /// <summary>How long ago the same was approved, when that is within the duplicate window.</summary>
    public bool TryFindDuplicate(OrderRequest request, TimeSpan now, out TimeSpan age)
    {
        age = default;
        if (_duplicateWindow == TimeSpan.Zero)
            return false;

        while (_terms.TryPeek(out var oldest) && now - oldest.At >= _duplicateWindow)
        {
            _terms.Dequeue();
            if (_latest.TryGetValue(oldest.Terms, out var latest) && latest == oldest.At)
                _latest.Remove(oldest.Terms);
        }

        if (!_latest.TryGetValue(Terms.Of(request), out var at))
            return false;

        age = now - at;
        return true;
    }

    public void Add(OrderRequest request, TimeSpan now)
    {
        _approvals.Enqueue(now);
        if (_duplicateWindow == TimeSpan.Zero)
            return;

        var terms = Terms.Of(request);
        _terms.Enqueue((terms, now));
        _latest[terms] = now;
    }

    private readonly record struct Terms(
        Symbol Symbol, Side Side, decimal Price, decimal StopPrice, decimal Quantity)
    {
        /// <summary>No price is below zero, so that minus one stands for an order without it.</summary>
        public static Terms Of(OrderRequest request) => new(request.Symbol, request.Side,
            request.LimitPrice?.Value ?? -1m, request.StopPrice?.Value ?? -1m, request.Quantity.Value);

        /// <summary>
        /// Cheap, because it is taken twice a decision: the numbers as floating point, which is the same for
        /// the same value whatever its scale.
        /// </summary>
        public override int GetHashCode() => HashCode.Combine(
            Symbol.Value.Length > 0 ? Symbol.Value[0] + Symbol.Value[^1] * Symbol.Value.Length : 0,
            (int)Side, (double)Price, (double)StopPrice, (double)Quantity);
    }
}
