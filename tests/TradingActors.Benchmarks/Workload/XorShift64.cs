namespace TradingActors.Benchmarks.Workload;

/// <summary>Marsaglia's xorshift64: the same numbers from the same seed in every contender and language.</summary>
internal sealed class XorShift64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return _state;
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Within(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));
}
