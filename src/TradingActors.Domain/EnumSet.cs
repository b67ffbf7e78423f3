using System.Runtime.CompilerServices;

namespace TradingActors.Domain;

/// <summary>
/// A set of an enum's values (at most 64, from 0 up) that compares by what it holds. The enum must be an
/// <see cref="int"/> underneath.
/// </summary>
public readonly record struct EnumSet<T>
    where T : struct, Enum
{
    private readonly ulong _bits;

    private EnumSet(ulong bits) => _bits = bits;

    public bool Contains(T value) => (_bits & Bit(value)) != 0;

    public EnumSet<T> With(T value) => new(_bits | Bit(value));

    public override string ToString()
    {
        var bits = _bits;
        return string.Join(", ", Enum.GetValues<T>().Where(v => (bits & Bit(v)) != 0));
    }

    private static ulong Bit(T value) =>
        Unsafe.BitCast<T, int>(value) is >= 0 and < 64 and var bit ? 1ul << bit : 0ul;
}

/// <summary>Makes sets of an enum's values.</summary>
public static class EnumSet
{
    public static EnumSet<T> All<T>()
        where T : struct, Enum => Of(Enum.GetValues<T>());

    public static EnumSet<T> Of<T>(params ReadOnlySpan<T> values)
        where T : struct, Enum
    {
        var set = default(EnumSet<T>);
        foreach (var value in values)
            set = set.With(value);
        return set;
    }
}
