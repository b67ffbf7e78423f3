namespace TradingActors.Engine.Risk;

/// <summary>
/// The proof that an order passed the exit's ladder for the flatten: it only reduces. Only <see
/// cref="ExitLadder"/> makes one.
/// </summary>
public sealed class ExitPass
{
    internal ExitPass(string flattenId) => FlattenId = flattenId;

    public string FlattenId { get; }
}
