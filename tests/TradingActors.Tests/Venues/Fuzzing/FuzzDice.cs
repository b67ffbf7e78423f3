namespace TradingActors.Tests.Venues.Fuzzing;

/// <summary>SplitMix64: a generator that costs nothing to start anew for each mutation.</summary>
internal struct FuzzDice(ulong seed, ulong mutation)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15UL + mutation * 0xD1B54A32D192ED03UL;

    public int Next(int below)
    {
        _state += 0x9E3779B97F4A7C15UL;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)below);
    }
}
