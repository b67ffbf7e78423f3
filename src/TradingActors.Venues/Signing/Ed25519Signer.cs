using System.Buffers.Text;
using NSec.Cryptography;

namespace TradingActors.Venues.Signing;

/// <summary>
/// Ed25519 as base64. About 18 µs a signature: it logs a session on, it does not sign each order.
/// </summary>
internal sealed class Ed25519Signer(ReadOnlySpan<byte> pem) : RequestSigner
{
    private readonly Key _key = Key.Import(SignatureAlgorithm.Ed25519, pem, KeyBlobFormat.PkixPrivateKeyText);

    public override int Sign(ReadOnlySpan<byte> payload, Span<byte> into)
    {
        Span<byte> signature = stackalloc byte[64];
        SignatureAlgorithm.Ed25519.Sign(_key, payload, signature);
        Base64.EncodeToUtf8(signature, into, out _, out var length);
        return length;
    }

    public override void Dispose() => _key.Dispose();
}
