using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;

namespace TradingActors.Engine.Statements;

/// <summary>
/// Balances and positions at one end of a day, by fold over everything that belongs before it.
/// </summary>
internal sealed class StatementBooks
{
    private readonly Dictionary<Asset, decimal> _balances = [];

    public PositionBooks Positions { get; } = new();

    public IReadOnlyDictionary<Asset, decimal> Balances => _balances;

    public decimal Of(Asset asset) => _balances.GetValueOrDefault(asset);

    public CashMoves Apply(OrderFilled fill, StrategyId strategy, Price? arrival)
    {
        var moves = FillRules.Moves(fill, Positions.Apply(fill, strategy, arrival).Realized);
        Move(fill.Base, moves.Base);
        Move(fill.Quote, moves.Quote);
        Move(fill.FeeAsset, -fill.Fee);
        return moves;
    }

    public void Set(OpeningBalancesTaken opening)
    {
        _balances.Clear();
        foreach (var balance in opening.Balances)
            _balances[balance.Asset] = balance.Total;
    }

    public void Move(Asset asset, decimal change) => _balances[asset] = Of(asset) + change;
}
