using System.Text;
using TradingActors.Domain;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>
/// The configured symbols by the bytes of their name: a look-up neither allocates nor decodes.
/// </summary>
internal sealed class SymbolTable
{
    private readonly byte[][] _names;
    private readonly int[] _slots;
    private int _last;

    public SymbolTable(IReadOnlyList<Symbol> symbols)
    {
        _names = [.. symbols.Select(s => Encoding.UTF8.GetBytes(s.Value))];
        _slots = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)symbols.Count * 4)];
        for (var i = 0; i < _names.Length; i++)
        {
            var slot = Hash(_names[i]);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = i + 1;
        }
    }

    /// <summary>The symbol's index, or -1. The one asked for last is tried first.</summary>
    public int IndexOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual(_names[_last]))
            return _last;
        for (var slot = Hash(name); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
            if (name.SequenceEqual(_names[_slots[slot] - 1]))
                return _last = _slots[slot] - 1;
        return -1;
    }

    private int Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name)
            hash = (hash ^ b) * 16777619u;
        return (int)((hash ^ (hash >> 16)) & (uint)(_slots.Length - 1));
    }
}
