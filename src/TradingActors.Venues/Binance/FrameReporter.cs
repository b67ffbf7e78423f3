using System.Text;
using TradingActors.Domain;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance;

/// <summary>
/// Tells of frames that could not be understood: each kind once a minute and at most 32 kinds a minute, with
/// an excerpt of at most 200 bytes in which the key is masked. The others are counted, and the count is told
/// with the next report or when the minute is over, so that a flood of bad frames floods nothing else.
/// Unknown types and symbols are told once in a session; beyond 64 of them nothing more is said.
/// </summary>
internal sealed class FrameReporter(Action<VenueEvent> emit, string apiKey = "")
{
    private const int ExcerptBytesMax = 200;
    private const int NameBytesMax = 64;
    private const int NamesMax = 64;
    private const int KindsMax = 32;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _namesTold = [];
    private readonly HashSet<string> _kindsTold = [];
    private TimeSpan _intervalEndsAt = TimeSpan.MinValue;
    private int _untold;

    public void Unreadable(string reason, ReadOnlySpan<byte> frame, Instant now)
    {
        if (now.Monotonic >= _intervalEndsAt)
        {
            _intervalEndsAt = now.Monotonic + Interval;
            _kindsTold.Clear();
        }

        if (_kindsTold.Count < KindsMax && _kindsTold.Add(Kind(reason)))
            Tell(reason, Excerpt(frame), now);
        else if (_untold < int.MaxValue)
            _untold++;
    }

    /// <summary>An event whose type we do not know: as harmless as it is new.</summary>
    public void UnknownType(ReadOnlySpan<byte> type, ReadOnlySpan<byte> frame, Instant now) =>
        Once("unknown event type", type, frame, now);

    public void UnknownSymbol(ReadOnlySpan<byte> symbol, ReadOnlySpan<byte> frame, Instant now) =>
        Once("unknown symbol", symbol, frame, now);

    /// <summary>Tells what was only counted, once the minute that it was counted in is over.</summary>
    public void Tick(Instant now)
    {
        if (_untold > 0 && now.Monotonic >= _intervalEndsAt)
            Tell("more frames like those told before", "", now);
    }

    private void Once(string what, ReadOnlySpan<byte> name, ReadOnlySpan<byte> frame, Instant now)
    {
        var text = $"{what} {Printable(Utf8Interner.DecodeStart(name, NameBytesMax))}";
        if (_namesTold.Count < NamesMax && _namesTold.Add(text))
            Tell(text, Excerpt(frame), now);
    }

    private void Tell(string reason, string excerpt, Instant now)
    {
        emit(new VenueFrameUnreadable(reason, excerpt, now.Wall, _untold));
        _untold = 0;
    }

    /// <summary>Reasons that differ in their numbers alone are of one kind.</summary>
    private static string Kind(string reason) =>
        string.Create(reason.Length, reason, static (kind, from) =>
        {
            for (var i = 0; i < kind.Length; i++)
                kind[i] = char.IsAsciiDigit(from[i]) ? '0' : from[i];
        });

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
