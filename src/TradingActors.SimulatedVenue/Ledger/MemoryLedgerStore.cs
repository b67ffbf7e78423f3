namespace TradingActors.SimulatedVenue;

/// <summary>Keeps nothing: for venues that end with their process.</summary>
public sealed class MemoryLedgerStore : ILedgerStore
{
    public void Write(IReadOnlyList<LedgerEntry> commit)
    {
    }

    public void Dispose()
    {
    }
}
