namespace TradingActors.Engine.Risk;

/// <summary>
/// The sums of one owner over its lines, all in the exposure asset. Each change of a line moves them by its
/// difference, so that a decision costs the same however many instruments and orders there are.
/// </summary>
internal sealed class ExposureTotal
{
    /// <summary>What is held, with the worse side of what works filled, sign left out.</summary>
    public decimal Gross;

    /// <summary>What would be held with every buy filled and no sell.</summary>
    public decimal Long;

    /// <summary>What would be owed with every sell filled and no buy.</summary>
    public decimal Short;

    /// <summary>
    /// Profit since the opening, realised and unrealised; fees in third assets are not in it.
    /// </summary>
    public decimal Pnl;

    /// <summary>Lines with something held or working that no price is known for.</summary>
    public int UnvaluedCount;

    /// <summary>Working orders.</summary>
    public int OpenOrders;

    /// <summary>The worse of the two sides.</summary>
    public decimal Net => Math.Max(Long, Short);
}
