namespace TradingActors.SimulatedVenue;

/// <summary>
/// What an account has going in a symbol: open orders, those of them that are stop or take-profit orders, and
/// what it would hold of the base asset if all its buys filled.
/// </summary>
internal readonly record struct AccountLoad(int OpenOrders, int AlgoOrders, decimal Position);
