namespace TradingActors.SimulatedVenue;

/// <summary>Where committed entries go. Returning means that they outlive the process.</summary>
public interface ILedgerStore : IDisposable
{
    void Write(IReadOnlyList<LedgerEntry> commit);
}
