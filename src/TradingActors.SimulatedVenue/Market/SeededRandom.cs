namespace TradingActors.SimulatedVenue;

/// <summary>
/// SplitMix64: the same seed gives the same numbers on every platform and version of the runtime.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [from, to].</summary>
    public int Between(int from, int to) => from + (int)(Next() % (ulong)(to - from + 1));

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>
    /// Close to a standard normal: twelve uniforms, so that no platform's libm has a say in it.
    /// </summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += Unit();
        return sum;
    }

    /// <summary>
    /// How many of many rare events happen when <paramref name="mean"/> are expected, at most
    /// <paramref name="max"/>.
    /// </summary>
    public int Count(double mean, int max)
    {
        var count = 0;
        while (count < max && mean > 0.0)
        {
            if (!Chance(Math.Min(mean, 0.95))) break;
            count++;
            mean *= 0.95;
        }

        return count;
    }
}
