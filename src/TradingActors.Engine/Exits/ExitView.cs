using TradingActors.Domain;

namespace TradingActors.Engine.Exits;

/// <summary>
/// One instrument as an exit is decided by. <paramref name="Reducers"/> is what working orders, those of
/// unknown fate and the exit's own included, may still take off the position; <paramref name="Others"/>
/// counts the working orders but for the unknown ones and the slice that is awaited. <paramref
/// name="CanExit"/> says that the desk has compared itself with the venue.
/// </summary>
internal readonly record struct ExitView(
    decimal Position,
    decimal Reducers,
    int Others,
    int Unknown,
    Instrument? Instrument,
    Quote? Quote,
    bool CanExit)
{
    public Side ReducingSide => Position > 0m ? Side.Sell : Side.Buy;

    /// <summary>What an order may take off the position with every other reducer filled.</summary>
    public decimal Reducible => Math.Max(0m, Math.Abs(Position) - Reducers);
}
