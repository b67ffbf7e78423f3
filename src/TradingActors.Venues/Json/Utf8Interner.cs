using System.Numerics;
using System.Text;
using System.Text.Json;

namespace TradingActors.Venues.Json;

/// <summary>
/// Strings for bytes that come again and again (client ids, assets, order numbers). A direct-mapped cache of
/// a fixed size: a newcomer takes the slot of whoever was there, so that it is bounded and costs at worst an
/// allocation.
/// </summary>
internal sealed class Utf8Interner(int slots = 4096)
{
    private const int LengthMax = 64;

    private readonly string?[] _slots = new string?[BitOperations.RoundUpToPowerOf2((uint)slots)];

    public string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > LengthMax)
            return Decode(text);
        ref var slot = ref _slots[Hash(text) & (uint)(_slots.Length - 1)];
        if (slot is { } known && known.Length == text.Length && Ascii.Equals(text, known))
            return known;
        return slot = Decode(text);
    }

    /// <summary>
    /// As <see cref="Decode"/>, of at most the first 500 bytes: for what is only ever shown to a person.
    /// </summary>
    public static string DecodeStart(ReadOnlySpan<byte> text, int bytesMax = 500) =>
        text.Length <= bytesMax ? Decode(text) : Encoding.UTF8.GetString(text[..bytesMax]);

    /// <summary>
    /// A string between quotes, with its escapes undone; bytes that are no UTF-8 become replacement
    /// characters.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'\\') < 0)
            return Encoding.UTF8.GetString(text);
        var quoted = new byte[text.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        text.CopyTo(quoted.AsSpan(1));
        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() ? reader.GetString() ?? "" : "";
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Encoding.UTF8.GetString(text);
        }
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = 2166136261u;
        foreach (var b in text)
            hash = (hash ^ b) * 16777619u;
        return hash ^ (hash >> 15);
    }
}
