using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// What the account holds and reserves by instrument and by asset, and what that is worth: sums that each
/// change moves by its difference. Amounts are kept with at most eight decimals, so that adding and taking
/// away is exact.
/// </summary>
internal sealed class ExposureState(RiskSettings settings)
{
    private readonly Dictionary<Symbol, InstrumentRisk> _lines = [];
    private readonly Dictionary<Asset, AssetRisk> _assets = [];

    /// <summary>
    /// The account's gross exposure: what is held, with the worse side of what works filled.
    /// </summary>
    public decimal Gross { get; private set; }

    /// <summary>Instruments with something held or working that no price is known for.</summary>
    public int UnvaluedCount { get; private set; }

    public IReadOnlyDictionary<Symbol, InstrumentRisk> Lines => _lines;

    public IReadOnlyDictionary<Asset, AssetRisk> Assets => _assets;

    public static decimal RoundUp(decimal amount) =>
        decimal.Round(amount, 8, MidpointRounding.ToPositiveInfinity);

    public InstrumentRisk? FindLine(Symbol symbol) => _lines.GetValueOrDefault(symbol);

    public InstrumentRisk LineOf(Symbol symbol)
    {
        if (!_lines.TryGetValue(symbol, out var line))
            _lines.Add(symbol, line = new InstrumentRisk(symbol, settings.LimitsFor(symbol)));
        return line;
    }

    public Symbol? FirstUnvaluedBeside(InstrumentRisk line)
    {
        foreach (var other in _lines.Values)
            if (other.IsUnvalued && other != line)
                return other.Symbol;
        return null;
    }

    /// <summary>The whole list: an instrument that is not in it any more is not known any more.</summary>
    public void Apply(InstrumentsKnown known)
    {
        foreach (var line in _lines.Values)
            line.Rules = null;
        foreach (var rules in known.Instruments)
        {
            var line = LineOf(rules.Symbol);
            line.Rules = rules;
            Bind(line, rules);
            Revalue(line);
        }
    }

    /// <summary>An unsound quote is remembered as such and leaves the value as it was.</summary>
    public InstrumentRisk Apply(in Quote quote)
    {
        var line = LineOf(quote.Symbol);
        line.HasQuote = true;
        line.QuoteAt = quote.ReceivedAt.Monotonic;
        line.IsQuoteSound = quote.IsSound && quote.Ask.Value <= Limits.AmountMax;
        if (!line.IsQuoteSound)
            return line;

        line.Mark = quote.Mid;
        (line.Bid, line.Ask) = (quote.Bid.Value, quote.Ask.Value);
        line.Seen.Add(line.Bid, line.Ask, line.QuoteAt);
        Revalue(line);
        return line;
    }

    public void Hold(Symbol symbol, decimal change)
    {
        var line = LineOf(symbol);
        line.Position += change;
        Revalue(line);
    }

    public void Move(Asset asset, decimal change) => AssetOf(asset).Total += change;

    public void SetBalances(IEnumerable<(Asset Asset, decimal Total)> balances)
    {
        foreach (var asset in _assets.Values)
            asset.Total = 0m;
        foreach (var (asset, total) in balances)
            AssetOf(asset).Total = total;
    }

    /// <summary>
    /// Moves what is reserved on one side, in base quantity and in the funds that the side spends.
    /// </summary>
    public void Reserve(InstrumentRisk line, Side side, decimal quantity, decimal funds)
    {
        if (side == Side.Buy)
        {
            line.ReservedBuy += quantity;
            line.BuyFunds += funds;
            if (line.Quote is not null)
                line.Quote.Reserved += funds;
        }
        else
        {
            line.ReservedSell += quantity;
            line.SellFunds += funds;
            if (line.Base is not null)
                line.Base.Reserved += funds;
        }

        Revalue(line);
    }

    public ExposureView ToView() => new(
        [.. _lines.Values
            .Where(line => line.Limits is not null || line.WorstQuantity() != 0m)
            .OrderBy(line => line.Symbol.Value, StringComparer.Ordinal)
            .Select(line => new InstrumentExposure(line.Symbol, new Quantity(line.Position),
                new Quantity(line.ReservedBuy), new Quantity(line.ReservedSell),
                line.Limits?.PositionMax ?? Quantity.Zero,
                line.OpenOrders, line.Limits?.OpenOrdersMax ?? 0))],
        new Notional(Gross),
        settings.GrossExposureMax);

    private void Revalue(InstrumentRisk line)
    {
        var worst = line.WorstQuantity();
        var isForeign = line.Rules is { } rules && rules.Quote != settings.ExposureAsset;
        var gross = isForeign ? 0m : RoundUp(worst * line.Mark);
        Gross += gross - line.Gross;
        line.Gross = gross;
        var isUnvalued = worst != 0m && (isForeign || line.Mark == 0m);
        if (isUnvalued != line.IsUnvalued)
            UnvaluedCount += isUnvalued ? 1 : -1;
        line.IsUnvalued = isUnvalued;
    }

    /// <summary>
    /// From here on the line's funds count against its assets; before its rules were known they could not.
    /// </summary>
    private void Bind(InstrumentRisk line, Instrument rules)
    {
        if (line.Base is not null)
            return;

        line.Base = AssetOf(rules.Base);
        line.Quote = AssetOf(rules.Quote);
        line.Base.Reserved += line.SellFunds;
        line.Quote.Reserved += line.BuyFunds;
    }

    private AssetRisk AssetOf(Asset asset)
    {
        if (!_assets.TryGetValue(asset, out var risk))
            _assets.Add(asset, risk = new AssetRisk());
        return risk;
    }
}
