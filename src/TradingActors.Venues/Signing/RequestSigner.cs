namespace TradingActors.Venues.Signing;

/// <summary>Signs payloads, one at a time, without allocating where the algorithm allows.</summary>
internal abstract class RequestSigner : IDisposable
{
    /// <summary>The longest signature text any signer writes: base64 of 64 bytes.</summary>
    public const int LengthMax = 88;

    /// <summary>Writes the signature's text into <paramref name="into"/> and returns its length.</summary>
    public abstract int Sign(ReadOnlySpan<byte> payload, Span<byte> into);

    public abstract void Dispose();
}
