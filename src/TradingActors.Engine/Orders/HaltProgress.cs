using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>
/// The orders that one halt found working in one account, and what became of each. Honest to the end:
/// complete only
/// when every one of them is finished by the venue's word.
/// </summary>
public sealed class HaltProgress(string haltId, AccountId account, IReadOnlyList<VenueClientId> orders)
{
    private HaltReport? _last;

    public string HaltId { get; } = haltId;

    public bool IsComplete => _last is { IsComplete: true };

    public IReadOnlyList<VenueClientId> Orders { get; } = orders;

    /// <summary>The report as of now, or null when it says the same as the one before.</summary>
    public HaltReport? Report(AccountState state)
    {
        var (canceled, filled, pending, unknown, refused) = (0, 0, 0, 0, 0);
        var residual = new List<OrderState>();
        foreach (var id in Orders)
        {
            var order = state.Find(id);
            switch (order?.Status)
            {
                // A finished order that is no longer remembered was finished long ago.
                case null or OrderStatus.Canceled or OrderStatus.Expired or OrderStatus.NotSent:
                    canceled++;
                    break;
                case OrderStatus.Filled:
                    filled++;
                    break;
                case OrderStatus.RejectedByVenue:
                    refused++;
                    break;
                case OrderStatus.Unknown:
                    unknown++;
                    residual.Add(order);
                    break;
                default:
                    pending++;
                    residual.Add(order);
                    break;
            }
        }

        var positions = state.Positions.Values
            .Where(p => p.Quantity != Quantity.Zero)
            .OrderBy(p => p.Symbol.Value, StringComparer.Ordinal)
            .Select(p => new RemainingPosition(p.Symbol, p.Quantity))
            .ToArray();
        var report = new HaltReport(HaltId, account, canceled, filled, pending, unknown, refused, residual, positions,
            IsComplete: residual.Count == 0);
        if (_last is not null && SameCounts(_last, report))
            return null;

        return _last = report;
    }

    private static bool SameCounts(HaltReport a, HaltReport b) =>
        (a.Canceled, a.FilledMeanwhile, a.Pending, a.Unknown, a.RefusedByVenue)
            == (b.Canceled, b.FilledMeanwhile, b.Pending, b.Unknown, b.RefusedByVenue);
}
