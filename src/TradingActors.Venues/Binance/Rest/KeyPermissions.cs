namespace TradingActors.Venues.Binance.Rest;

/// <summary>What a key may do, as <c>GET /sapi/v1/account/apiRestrictions</c> tells.</summary>
public sealed record KeyPermissions
{
    public bool Reading { get; init; }

    public bool SpotTrading { get; init; }

    public bool Withdrawals { get; init; }

    /// <summary>May move funds between the master account and its sub-accounts.</summary>
    public bool InternalTransfers { get; init; }

    /// <summary>May move funds between the wallets of the account.</summary>
    public bool UniversalTransfers { get; init; }

    public bool Margin { get; init; }

    public bool Futures { get; init; }

    /// <summary>True where the key works from named addresses alone.</summary>
    public bool IsBoundToAddresses { get; init; }

    /// <summary>Why a node must not trade with the key; null where it may.</summary>
    public string? Objection() =>
        Withdrawals ? "the key may withdraw: make one without withdrawal rights, trading needs none"
        : !Reading ? "the key may not read the account: allow reading"
        : !SpotTrading ? "the key may not trade spot: allow spot trading"
        : null;

    /// <summary>What the key may do that trading does not need.</summary>
    public IEnumerable<string> Excess()
    {
        if (!IsBoundToAddresses) yield return "works from any address: bind it to this machine's";
        if (InternalTransfers) yield return "may transfer to other accounts";
        if (UniversalTransfers) yield return "may transfer between wallets";
        if (Margin) yield return "may borrow on margin";
        if (Futures) yield return "may trade futures";
    }
}
