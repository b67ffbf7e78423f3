using TradingActors.Domain;

namespace TradingActors.Benchmarks.Workload;

/// <summary>FNV-1a over decisions in their order and over the final positions: equal when the contenders did the same.</summary>
internal sealed class DecisionHash
{
    private ulong _hash = 14695981039346656037UL;

    public ulong Value => _hash;

    public void Add(long number)
    {
        for (var shift = 0; shift < 64; shift += 8)
            _hash = (_hash ^ (byte)(number >> shift)) * 1099511628211UL;
    }

    /// <summary>Zero for an accepted order, otherwise one above the refusal's place in the ladder.</summary>
    public void AddDecision(int decision) => Add(decision);

    public void AddPosition(Symbol symbol, decimal quantity, decimal reservedBuy, decimal reservedSell)
    {
        foreach (var c in symbol.Value)
            Add(c);
        Add((long)quantity);
        Add((long)reservedBuy);
        Add((long)reservedSell);
    }
}
