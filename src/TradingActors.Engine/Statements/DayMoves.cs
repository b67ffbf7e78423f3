using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;

namespace TradingActors.Engine.Statements;

/// <summary>What moved on the day, summed by itself, beside the books that it moved.</summary>
internal sealed class DayMoves
{
    private readonly Dictionary<(Symbol, StrategyId?), decimal> _feesInBase = [];
    private readonly Dictionary<Symbol, decimal> _feesInQuote = [];
    private readonly Dictionary<Symbol, (decimal Quantity, decimal Cost)> _takenOver = [];

    public AssetAmounts TakenOver { get; set; } = AssetAmounts.None;

    public AssetAmounts Transferred { get; set; } = AssetAmounts.None;

    public AssetAmounts Adjusted { get; set; } = AssetAmounts.None;

    public AssetAmounts Traded { get; set; } = AssetAmounts.None;

    public AssetAmounts Fees { get; private set; } = AssetAmounts.None;

    public void AddFees(OrderFilled fill, StrategyId strategy)
    {
        Fees = Fees.Plus(fill.FeeAsset, fill.Fee);
        var inBase = FillRules.BaseFee(fill);
        _feesInBase[(fill.Symbol, null)] = FeesInBase(fill.Symbol, null) + inBase;
        _feesInBase[(fill.Symbol, strategy)] = FeesInBase(fill.Symbol, strategy) + inBase;
        _feesInQuote[fill.Symbol] = FeesInQuote(fill.Symbol) + FillRules.QuoteFee(fill);
    }

    public void AddTakenOver(OpeningPositionTaken opening)
    {
        var (quantity, cost) = PositionTakenOver(opening.Symbol);
        _takenOver[opening.Symbol] = (
            quantity + opening.Quantity.Value,
            cost + Exact.Product(opening.Quantity.Value, opening.CostPrice.Value));
    }

    public decimal FeesInBase(Symbol symbol, StrategyId? strategy) =>
        _feesInBase.GetValueOrDefault((symbol, strategy));

    public decimal FeesInQuote(Symbol symbol) => _feesInQuote.GetValueOrDefault(symbol);

    public (decimal Quantity, decimal Cost) PositionTakenOver(Symbol symbol) =>
        _takenOver.GetValueOrDefault(symbol);
}
