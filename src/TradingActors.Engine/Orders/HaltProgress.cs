using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>
/// The orders that one halt found working in one account, and what became of each. Honest to the end:
/// complete only when every one of them is finished by the venue's word; one whose cancel the venue refused
/// counts as refused for as long as it works. Where an earlier life of the desk had begun, <paramref
/// name="before"/> is what that had come to, and its residual orders are among these.
/// </summary>
public sealed class HaltProgress(
    string haltId, AccountId account, IReadOnlyList<VenueClientId> orders, HaltReport? before = null)
{
    private readonly HashSet<VenueClientId> _refused = [];
    private readonly (int Canceled, int Filled) _before =
        (before?.Canceled ?? 0, before?.FilledMeanwhile ?? 0);

    private HaltReport? _last = before;

    public string HaltId { get; } = haltId;

    public bool IsComplete => _last is { IsComplete: true };

    public IReadOnlyList<VenueClientId> Orders { get; } =
        [.. (before?.Residual ?? []).Select(o => o.VenueId).Union(orders)];

    /// <summary>The venue refused the order's cancel.</summary>
    public void CancelRefused(VenueClientId id)
    {
        if (Orders.Contains(id))
            _refused.Add(id);
    }

    /// <summary>The report as of now, or null when it says the same as the one before.</summary>
    public HaltReport? Report(AccountState state)
    {
        var (canceled, filled) = _before;
        var (pending, unknown, refused) = (0, 0, 0);
        var residual = new List<OrderState>();
        foreach (var id in Orders)
        {
            var order = state.Find(id);

            // A finished order that is no longer remembered was finished long ago.
            if (order is null || (order.IsTerminal && order.Status != OrderStatus.Filled))
                canceled++;
            else if (order.IsTerminal)
                filled++;
            else
            {
                residual.Add(order);
                if (_refused.Contains(id))
                    refused++;
                else if (order.Status == OrderStatus.Unknown)
                    unknown++;
                else
                    pending++;
            }
        }

        var report = new HaltReport(
            HaltId, account, canceled, filled, pending, unknown, refused, residual, PositionsIn(state),
            IsComplete: residual.Count == 0);
        return _last?.CountsTheSame(report) == true ? null : _last = report;
    }

    private static RemainingPosition[] PositionsIn(AccountState state) =>
    [
        .. state.Positions.Values
            .Where(p => p.Quantity != Quantity.Zero)
            .OrderBy(p => p.Symbol.Value, StringComparer.Ordinal)
            .Select(p => new RemainingPosition(p.Symbol, p.Quantity)),
    ];
}
