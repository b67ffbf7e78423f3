namespace TradingActors.SimulatedVenue;

/// <summary>The ledger file cannot be trusted; the message names file and line.</summary>
public sealed class LedgerCorruptException : Exception
{
    public LedgerCorruptException(string message)
        : base(message)
    {
    }

    public LedgerCorruptException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public LedgerCorruptException()
    {
    }
}
