using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;

namespace TradingActors.Engine.Risk;

/// <content>What the account's stream says: fills, balances, limits, and how a life of it begins.</content>
public sealed partial class RiskState
{
    private readonly Dictionary<LimitKey, LimitChanged> _changes = [];

    /// <summary>How many times the account's limits were changed while it ran.</summary>
    public long LimitsVersion { get; private set; }

    /// <summary>
    /// The latest change of each limit, also of those that the configuration has overtaken.
    /// </summary>
    internal IReadOnlyDictionary<LimitKey, LimitChanged> LimitChanges => _changes;

    internal RiskSettings Configured => _configured;

    /// <summary>What loss is measured from; null before the first trading day.</summary>
    internal PnlMarked? Marked { get; private set; }

    /// <summary>Fees paid in assets that are no part of the instrument, by asset.</summary>
    internal Dictionary<Asset, decimal> FeesInOtherAssets { get; } = [];

    /// <summary>Those fees at the latest prices; an asset without a price counts as nothing.</summary>
    private decimal OtherFees
    {
        get
        {
            var sum = 0m;
            if (FeesInOtherAssets.Count == 0)
                return sum;

            foreach (var (asset, fee) in FeesInOtherAssets)
                sum += fee * (Exposure.Assets.GetValueOrDefault(asset)?.Mark ?? 0m);
            return sum;
        }
    }

    /// <summary>The account's profit since its opening, with what fees in other assets have cost.</summary>
    internal decimal Pnl => Exposure.Total.Pnl - OtherFees;

    /// <summary>
    /// Realised and unrealised profit since the trading day began; null while it cannot be told.
    /// </summary>
    internal decimal? DayPnl => Loss.IsMarked && Exposure.Total.UnvaluedCount == 0
        ? Pnl - Loss.DayStart
        : null;

    private void Fold(AccountEvent on, StrategyId strategy, Notional settled)
    {
        switch (on)
        {
            case OrderFilled fill:
                Fold(fill, strategy, settled);
                break;
            case OpeningBalancesTaken opening:
                HasOpeningBalances = true;
                Exposure.SetBalances(opening.Balances.Select(b => (b.Asset, b.Total)));
                break;
            case OpeningPositionTaken position:
                Exposure.Hold(PartOf(position.Symbol, StrategyId.None), position.Quantity.Value,
                    -(position.CostPrice * position.Quantity).Value);
                break;
            case BalanceTransferred transfer:
                Exposure.Move(transfer.Asset, transfer.Change);
                break;
            case BalanceAdjusted adjusted:
                Exposure.Move(adjusted.Asset, adjusted.Change);
                break;
            case LimitChanged changed:
                Take(changed);
                break;
            case PnlMarked marked:
                Take(marked);
                break;
        }
    }

    private void Fold(OrderFilled fill, StrategyId strategy, Notional settled)
    {
        var moves = FillRules.Moves(fill, settled);
        Exposure.Move(fill.Base, moves.Base);
        Exposure.Move(fill.Quote, moves.Quote);
        Exposure.Move(fill.FeeAsset, -fill.Fee);
        var part = PartOf(fill.Symbol, strategy);
        part.Instrument.Settled += settled.Value;
        Exposure.Hold(
            part, FillRules.PositionChange(fill), FillRules.CashFlow(fill));
        if (FillRules.HasOtherFee(fill))
            FeesInOtherAssets[fill.FeeAsset] = FeesInOtherAssets.GetValueOrDefault(fill.FeeAsset) + fill.Fee;
    }

    /// <summary>
    /// A change holds as long as the configuration says what it said then: whoever edits the configuration
    /// afterwards has the last word.
    /// </summary>
    private void Take(LimitChanged changed)
    {
        _changes[changed.Key] = changed;
        LimitsVersion = changed.Version;
        Settings = LimitCatalog.Effective(_configured, _changes.Values);
        Exposure.Take(Settings);
    }

    private void Take(PnlMarked marked)
    {
        Marked = marked;
        foreach (var mark in marked.Marks)
        {
            var loss = mark.Strategy is { } id ? Exposure.StrategyOf(id).Loss : Loss;
            (loss.IsMarked, loss.DayStart, loss.Peak) = (true, mark.DayStart.Value, mark.Peak.Value);
        }
    }

    private StrategyLine PartOf(Symbol symbol, StrategyId strategy) =>
        Exposure.PartOf(Exposure.LineOf(symbol), strategy);

    private void Recover(AccountSnapshot recovered)
    {
        HasOpeningBalances = recovered.HasOpeningBalances;
        foreach (var changed in recovered.LimitChanges ?? [])
            Take(changed);
        LimitsVersion = recovered.LimitsVersion;
        Exposure.SetBalances(recovered.Balances.Select(b => (b.Asset, b.Total)));
        foreach (var symbol in Settings.Instruments.Keys)
            Exposure.LineOf(symbol);
        foreach (var position in recovered.Positions)
            Exposure.LineOf(position.Symbol).Settled = position.RealizedPnl.Value;
        foreach (var (strategy, position) in recovered.PositionsByStrategy())
        {
            Exposure.Hold(PartOf(position.Symbol, strategy), position.Quantity.Value,
                (position.RealizedPnl - position.Cost).Value);
            foreach (var (asset, fee) in position.FeesInOtherAssets ?? AssetAmounts.None)
                FeesInOtherAssets[asset] = FeesInOtherAssets.GetValueOrDefault(asset) + fee;
        }

        foreach (var active in recovered.Activity ?? [])
            Exposure.LineOf(active.Symbol).Activity = active.Activity;
        if (recovered.PnlMarked is { } marked)
            Take(marked);
        RecoverOrders(recovered);
    }

    private void RecoverOrders(AccountSnapshot recovered)
    {
        foreach (var refused in recovered.Refused)
            RememberRefused(refused.Request, null);

        var ids = new Dictionary<VenueClientId, ClientOrderId>();
        foreach (var order in recovered.Finished.Concat(recovered.Working))
            ids[order.VenueId] = order.Request.ClientOrderId;
        foreach (var order in recovered.Finished.Concat(recovered.Working))
            Settle(order, order.Replaces is { } replaced && ids.TryGetValue(replaced, out var id)
                ? id
                : null);
        foreach (var order in recovered.Working)
            if (Find(order.Request.ClientOrderId) is { Replaces: { } id } replacement
                && Find(id) is { IsOpen: true } original)
            {
                replacement.Original = original;
                original.IsBeingReplaced = true;
            }
    }
}
