using TradingActors.Domain;

namespace TradingActors.Engine.Orders;

/// <summary>
/// The ids that the engine sends to a venue: <c>t{account}-{epoch}-{sequence}</c>, each part in base 36, the
/// account
/// as a 32-bit FNV-1a hash, so at most 36 characters of <c>[a-z0-9-]</c>. Deterministic, so a look-up after a
/// crash
/// finds what was sent; the epoch tells whose it was.
/// </summary>
public static class OrderIds
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static VenueClientId Make(AccountId account, long epoch, long sequence) =>
        new($"t{Base36(Hash(account.Value))}-{Base36((ulong)epoch)}-{Base36((ulong)sequence)}");

    /// <summary>The epoch of an id of this account; false for ids that are not ours.</summary>
    public static bool TryParse(VenueClientId id, AccountId account, out long epoch)
    {
        epoch = 0;
        var parts = id.Value.Split('-');
        return parts.Length == 3
            && parts[0] == $"t{Base36(Hash(account.Value))}"
            && TryFromBase36(parts[1], out epoch)
            && TryFromBase36(parts[2], out _);
    }

    private static ulong Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }

    private static string Base36(ulong value)
    {
        Span<char> buffer = stackalloc char[13];
        var at = buffer.Length;
        do
        {
            buffer[--at] = Digits[(int)(value % 36)];
            value /= 36;
        }
        while (value > 0);

        return new string(buffer[at..]);
    }

    private static bool TryFromBase36(string text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > 12)
            return false;

        foreach (var c in text)
        {
            var digit = Digits.IndexOf(c);
            if (digit < 0)
                return false;
            value = value * 36 + digit;
        }

        return true;
    }
}
