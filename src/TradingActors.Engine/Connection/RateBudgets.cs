using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// The budgets of this node, one a venue: a node reaches a venue from one address. They outlive every actor,
/// so that no restart forgets what was asked, what is paused and who is banned.
/// </summary>
public sealed class RateBudgets(RateBudgetSettings settings)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<VenueId, RateBudget> _budgets = [];

    /// <summary>The budget of the venue, made on first use.</summary>
    public RateBudget For(VenueId venue)
    {
        lock (_lock)
        {
            if (!_budgets.TryGetValue(venue, out var budget))
                _budgets.Add(venue, budget = new RateBudget(settings));
            return budget;
        }
    }
}
