namespace TradingActors.SimulatedVenue;

/// <summary>
/// One account and its key. <see cref="Secret"/> makes it an HMAC key; <see cref="Ed25519PublicKey"/> (PEM,
/// or 32 bytes in base64) makes it an Ed25519 key, the only kind that can log a session on. With both, it
/// takes either signature, which no exchange does, so that one venue serves clients of either kind.
/// </summary>
public sealed record VenueAccountSettings
{
    public static readonly VenueAccountSettings Default = new();

    public string Name { get; init; } = "main";

    public string ApiKey { get; init; } = "simulated-key";

    public string? Secret { get; init; } = "simulated-secret";

    public string? Ed25519PublicKey { get; init; }

    /// <summary>What is wrong with the text as a public key; null when nothing is.</summary>
    public static string? KeyProblem(string publicKey)
    {
        try
        {
            ApiKeys.Import(publicKey);
            return null;
        }
        catch (FormatException problem)
        {
            return publicKey.Contains("PRIVATE KEY", StringComparison.Ordinal)
                ? "this is a private key; the venue is given the public half"
                : $"not an Ed25519 public key in PEM: {problem.Message}";
        }
    }

    /// <summary>See <see cref="VenueKeySettings.CanTrade"/>.</summary>
    public bool CanTrade { get; init; } = true;

    /// <summary>See <see cref="VenueKeySettings.CanWithdraw"/>.</summary>
    public bool CanWithdraw { get; init; }

    /// <summary>Further keys of the account.</summary>
    public IReadOnlyList<VenueKeySettings> MoreKeys { get; init; } = [];

    /// <summary>The account's own key and the further ones.</summary>
    internal IEnumerable<VenueKeySettings> Keys =>
    [
        new(ApiKey)
        {
            Secret = Secret,
            Ed25519PublicKey = Ed25519PublicKey,
            CanTrade = CanTrade,
            CanWithdraw = CanWithdraw,
        },
        .. MoreKeys,
    ];

    /// <summary>Opening balances by asset, taken when the ledger does not know the account yet.</summary>
    public IReadOnlyDictionary<string, decimal> Balances { get; init; } = new Dictionary<string, decimal>
    {
        ["USDT"] = 100_000m,
        ["BTC"] = 1m,
        ["ETH"] = 10m,
    };
}
