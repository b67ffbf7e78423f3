using System.Text;
using TradingActors.Domain;

namespace TradingActors.Venues.Binance;

/// <summary>
/// Makes <see cref="VenueFrameUnreadable"/>: an excerpt of at most 200 bytes with the key masked, and each
/// unknown type reported once. Beyond 64 different unknown types nothing more is said of them.
/// </summary>
internal sealed class FrameReporter(string apiKey)
{
    private const int ExcerptBytesMax = 200;
    private const int TypesMax = 64;

    private readonly HashSet<string> _typesReported = [];

    public VenueFrameUnreadable Unreadable(string reason, ReadOnlySpan<byte> frame, Instant now) =>
        new(reason, Excerpt(frame), now.Wall);

    /// <summary>The report of an event type that we do not know, or null when it has been reported.</summary>
    public VenueFrameUnreadable? UnknownType(string type, ReadOnlySpan<byte> frame, Instant now)
    {
        if (_typesReported.Count >= TypesMax || !_typesReported.Add(type))
            return null;
        return Unreadable($"unknown event type {Printable(type)}", frame, now);
    }

    /// <summary>Masked before it is cut, so that no part of a key is left at the cut's edge.</summary>
    private string Excerpt(ReadOnlySpan<byte> frame)
    {
        var length = Math.Min(frame.Length, ExcerptBytesMax + apiKey.Length * 4);
        var text = Encoding.UTF8.GetString(frame[..length]);
        if (apiKey.Length > 0)
            text = text.Replace(apiKey, "(redacted)", StringComparison.Ordinal);
        text = Printable(text);
        length = Math.Min(text.Length, ExcerptBytesMax);
        while (Encoding.UTF8.GetByteCount(text.AsSpan(0, length)) > ExcerptBytesMax)
            length--;
        return text[..length];
    }

    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '·' : c)) : text;
}
