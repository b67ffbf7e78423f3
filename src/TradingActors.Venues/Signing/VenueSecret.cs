using System.Text;
using NSec.Cryptography;

namespace TradingActors.Venues.Signing;

/// <summary>How a venue key signs.</summary>
public enum VenueSecretKind
{
    /// <summary>HMAC-SHA256: every request is signed.</summary>
    Hmac,

    /// <summary>Ed25519: the session logs on once.</summary>
    Ed25519,
}

/// <summary>
/// The secret half of a venue key. It prints as <c>(redacted)</c>, has no way to be read back, and knows from
/// its own text what it is: a PEM private key is Ed25519, anything else an HMAC secret.
/// </summary>
public sealed class VenueSecret
{
    private readonly byte[] _bytes;

    private VenueSecret(VenueSecretKind kind, byte[] bytes)
    {
        Kind = kind;
        _bytes = bytes;
    }

    public VenueSecretKind Kind { get; }

    /// <summary>
    /// Null with <paramref name="why"/> when the text is no usable secret; the text itself is never repeated.
    /// </summary>
    public static VenueSecret? TryCreate(string? text, out string why)
    {
        why = "";
        if (string.IsNullOrWhiteSpace(text))
        {
            why = "the secret is empty";
            return null;
        }

        var trimmed = text.Trim();
        if (!trimmed.StartsWith("-----BEGIN", StringComparison.Ordinal))
            return new VenueSecret(VenueSecretKind.Hmac, Encoding.UTF8.GetBytes(trimmed));
        var pem = Encoding.UTF8.GetBytes(trimmed + "\n");
        if (Key.TryImport(SignatureAlgorithm.Ed25519, pem, KeyBlobFormat.PkixPrivateKeyText, out var key))
        {
            key!.Dispose();
            return new VenueSecret(VenueSecretKind.Ed25519, pem);
        }

        why = "the PEM text is no unencrypted PKCS#8 Ed25519 private key (BEGIN PRIVATE KEY)";
        return null;
    }

    /// <summary>As <see cref="TryCreate"/>, for text that is known to be sound.</summary>
    public static VenueSecret FromText(string text) =>
        TryCreate(text, out var why) ?? throw new ArgumentException(why, nameof(text));

    public override string ToString() => "(redacted)";

    internal RequestSigner CreateSigner() =>
        Kind == VenueSecretKind.Hmac ? new HmacSigner(_bytes) : new Ed25519Signer(_bytes);
}
