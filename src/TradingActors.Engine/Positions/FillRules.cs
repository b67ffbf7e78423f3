using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Positions;

/// <summary>
/// What a fill moves beside its fee: <paramref name="Base"/> and <paramref name="Quote"/> of the fill's own
/// two assets.
/// </summary>
public readonly record struct CashMoves(decimal Base, decimal Quote);

/// <summary>
/// What an execution does to balances and to the position, the one rule of every fold. Spot exchanges base
/// for quote. A linear contract exchanges nothing: what it realises is settled in quote asset at each
/// execution. An inverse contract would realise and settle in base asset, a quanto in a third; both come as
/// a further <see cref="ContractKind"/>, with a case in each rule below.
/// </summary>
public static class FillRules
{
    /// <summary>
    /// <paramref name="settled"/> is by how much the fill changed the position's realised profit, fee in
    /// quote asset included; spot does not look at it. The fee moves by itself, see
    /// <see cref="OrderFilled.FeeAsset"/>.
    /// </summary>
    public static CashMoves Moves(OrderFilled fill, Notional settled) => fill.Contract switch
    {
        ContractKind.Linear => new CashMoves(0m, settled.Value + QuoteFee(fill)),
        _ when fill.Side == Side.Buy => new CashMoves(
            fill.Quantity.Value, -Exact.Product(fill.Price.Value, fill.Quantity.Value)),
        _ => new CashMoves(
            -fill.Quantity.Value, Exact.Product(fill.Price.Value, fill.Quantity.Value)),
    };

    /// <summary>
    /// By how much the fill changes the position, signed: a spot fee in base asset comes out of it.
    /// </summary>
    public static decimal PositionChange(OrderFilled fill) =>
        fill.Side.Sign() * fill.Quantity.Value - BaseFee(fill);

    /// <summary>
    /// What the position pays or receives in quote asset, signed: the identity of <see
    /// cref="PositionState"/> is the sum of these. A contract pays it only by what it settles.
    /// </summary>
    public static decimal CashFlow(OrderFilled fill) =>
        -fill.Side.Sign() * Exact.Product(fill.Price.Value, fill.Quantity.Value) - QuoteFee(fill);

    public static decimal BaseFee(OrderFilled fill) =>
        fill.Contract == ContractKind.Spot && fill.FeeAsset == fill.Base ? fill.Fee : 0m;

    public static decimal QuoteFee(OrderFilled fill) => fill.FeeAsset == fill.Quote ? fill.Fee : 0m;

    /// <summary>True for a fee that neither the position nor its profit contains.</summary>
    public static bool HasOtherFee(OrderFilled fill) =>
        fill.Fee != 0m && fill.FeeAsset != fill.Quote
        && (fill.FeeAsset != fill.Base || fill.Contract != ContractKind.Spot);
}
