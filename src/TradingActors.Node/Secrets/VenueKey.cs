using System.Security.Cryptography;
using System.Text;
using TradingActors.Venues.Signing;

namespace TradingActors.Node.Secrets;

/// <summary>One account's key at a venue, as it was when it was read. Prints as nothing.</summary>
public sealed class VenueKey
{
    private readonly byte[] _digest;

    public VenueKey(string apiKey, VenueSecret secret, string secretText)
    {
        ApiKey = apiKey;
        Secret = secret;
        _digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{apiKey}\n{secretText}"));
    }

    /// <summary>Names the key to the venue; as little to be shown as the secret.</summary>
    public string ApiKey { get; }

    public VenueSecret Secret { get; }

    public bool IsSameAs(VenueKey other) => CryptographicOperations.FixedTimeEquals(_digest, other._digest);

    public override string ToString() => "(redacted)";
}
