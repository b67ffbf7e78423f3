namespace TradingActors.SimulatedVenue;

/// <summary>
/// One key of an account. <see cref="Secret"/> makes it an HMAC key, <see cref="Ed25519PublicKey"/> (PEM, or
/// 32 bytes in base64) an Ed25519 key; with both it takes either signature.
/// </summary>
public sealed record VenueKeySettings(string ApiKey)
{
    public string? Secret { get; init; }

    public string? Ed25519PublicKey { get; init; }

    /// <summary>Without it the key can ask but not place, cancel or amend.</summary>
    public bool CanTrade { get; init; } = true;

    /// <summary>Whether the key is shown as one that may withdraw.</summary>
    public bool CanWithdraw { get; init; }
}
