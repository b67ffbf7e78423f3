namespace TradingActors.SimulatedVenue;

/// <summary>What an account holds of an asset: at its disposal, and locked by open orders.</summary>
public readonly record struct Balance(decimal Free, decimal Locked)
{
    public decimal Total => Free + Locked;
}
