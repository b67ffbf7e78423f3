using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>An account's balances and orders. Changed only by <see cref="ExchangeState"/>.</summary>
public sealed class VenueAccount(string name)
{
    private readonly SortedDictionary<string, Balance> _balances = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>Open orders by client order id: the ids that a new order must not take.</summary>
    internal Dictionary<string, VenueOrder> OpenByClientId { get; } = new(StringComparer.Ordinal);

    /// <summary>The newest order under each client order id that was ever in use.</summary>
    internal Dictionary<string, VenueOrder> LatestByClientId { get; } = new(StringComparer.Ordinal);

    /// <summary>Every order, oldest first.</summary>
    internal List<VenueOrder> Orders { get; } = [];

    /// <summary>Every fill, oldest first.</summary>
    internal List<OrderFilled> Fills { get; } = [];

    /// <summary>Every match that self-trade prevention stopped, oldest first.</summary>
    internal List<PreventedMatch> PreventedMatches { get; } = [];

    /// <summary>Every amendment, oldest first.</summary>
    internal List<OrderAmended> Amendments { get; } = [];

    public DateTimeOffset UpdatedAt { get; internal set; }

    public IReadOnlyDictionary<string, Balance> Balances => _balances;

    public decimal Free(string asset) => _balances.TryGetValue(asset, out var balance) ? balance.Free : 0m;

    public Balance BalanceOf(string asset) => _balances.GetValueOrDefault(asset);

    internal void Change(string asset, decimal free, decimal locked)
    {
        var old = _balances.GetValueOrDefault(asset);
        _balances[asset] = new Balance(old.Free + free, old.Locked + locked);
    }

    /// <summary>What the account has going in a symbol.</summary>
    internal AccountLoad LoadOf(ListedSymbol listing)
    {
        int open = 0, algo = 0;
        var position = BalanceOf(listing.Base).Total;
        foreach (var order in OpenByClientId.Values)
        {
            if (order.Symbol != listing.Symbol) continue;
            open++;
            if (order.Type.IsConditional()) algo++;
            if (order.Side == Side.Buy) position += order.Remaining;
        }

        return new AccountLoad(open, algo, position);
    }
}
