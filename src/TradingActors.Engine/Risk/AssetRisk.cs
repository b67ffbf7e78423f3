namespace TradingActors.Engine.Risk;

/// <summary>Total and reserved amount of one asset, and its part of the account's equity.</summary>
internal sealed class AssetRisk
{
    public decimal Total;
    public decimal Reserved;

    /// <summary>What one unit is worth in the exposure asset; zero while that is not known.</summary>
    public decimal Mark;

    /// <summary>Its part of the equity, as it was last added.</summary>
    public decimal Value;

    public decimal Free => Total - Reserved;
}
