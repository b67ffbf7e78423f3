using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// What the account and each of its strategies hold and reserve by instrument and by asset, and what that is
/// worth: sums that each change moves by its difference. Values are kept with at most eight decimals, so that
/// adding and taking away is exact.
/// </summary>
internal sealed class ExposureState(RiskSettings settings)
{
    private const int Decimals = 8;

    private readonly Dictionary<Symbol, InstrumentRisk> _lines = [];
    private readonly Dictionary<Asset, AssetRisk> _assets = [];
    private readonly Dictionary<StrategyId, StrategyRisk> _strategies = [];
    private RiskSettings _settings = settings;

    /// <summary>The account's sums.</summary>
    public ExposureTotal Total { get; } = new();

    /// <summary>
    /// What the account's assets are worth, and what its contracts have won and not settled: what leverage is
    /// measured by. An asset without a price counts as nothing.
    /// </summary>
    public decimal Equity { get; private set; }

    public IReadOnlyDictionary<Symbol, InstrumentRisk> Lines => _lines;

    public IReadOnlyDictionary<Asset, AssetRisk> Assets => _assets;

    public IReadOnlyDictionary<StrategyId, StrategyRisk> Strategies => _strategies;

    public static decimal RoundUp(decimal amount) => amount.Scale <= Decimals
        ? amount
        : decimal.Round(amount, Decimals, MidpointRounding.ToPositiveInfinity);

    public static decimal RoundDown(decimal amount) => amount.Scale <= Decimals
        ? amount
        : decimal.Round(amount, Decimals, MidpointRounding.ToNegativeInfinity);

    public InstrumentRisk? FindLine(Symbol symbol) => _lines.GetValueOrDefault(symbol);

    public StrategyRisk? FindStrategy(StrategyId id) => _strategies.GetValueOrDefault(Named(id));

    public static StrategyLine? FindPart(InstrumentRisk line, StrategyId id)
    {
        foreach (var part in line.Strategies)
            if (part.Strategy.Id == id || (part.Strategy.IsNone && string.IsNullOrEmpty(id.Value)))
                return part;
        return null;
    }

    public InstrumentRisk LineOf(Symbol symbol)
    {
        if (!_lines.TryGetValue(symbol, out var line))
            _lines.Add(symbol, line = new InstrumentRisk(symbol, _settings.LimitsFor(symbol), Total));
        return line;
    }

    public StrategyLine PartOf(InstrumentRisk line, StrategyId id)
    {
        if (FindPart(line, id) is { } known)
            return known;

        var part = new StrategyLine(StrategyOf(id), line);
        line.Strategies.Add(part);
        return part;
    }

    public Symbol? FirstUnvaluedBeside(InstrumentRisk line)
    {
        foreach (var other in _lines.Values)
            if (other.IsUnvalued && other != line)
                return other.Symbol;
        return null;
    }

    /// <summary>Changed limits hold from the next decision on.</summary>
    public void Take(RiskSettings settings)
    {
        _settings = settings;
        foreach (var line in _lines.Values)
            line.Take(settings.LimitsFor(line.Symbol));
        foreach (var strategy in _strategies.Values)
            strategy.Take(strategy.IsNone ? null : settings.LimitsFor(strategy.Id));
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

        LookForJump(line, quote.Mid);
        line.Mark = quote.Mid;
        (line.Bid, line.Ask) = (quote.Bid.Value, quote.Ask.Value);
        line.Seen.Add(line.Bid, line.Ask, line.QuoteAt);
        Revalue(line);
        return line;
    }

    /// <summary>
    /// Moves what is held: <paramref name="cash"/> is what it has brought in, negative for what it has cost.
    /// </summary>
    public void Hold(StrategyLine part, decimal quantity, decimal cash)
    {
        var line = part.Instrument;
        line.Position += quantity;
        line.Cash += cash;
        part.Position += quantity;
        part.Cash += cash;
        Revalue(line);
    }

    public void Move(Asset asset, decimal change)
    {
        var risk = AssetOf(asset);
        risk.Total += change;
        Revalue(risk);
    }

    public void SetBalances(IEnumerable<(Asset Asset, decimal Total)> balances)
    {
        foreach (var asset in _assets.Values)
            asset.Total = 0m;
        foreach (var (asset, total) in balances)
            AssetOf(asset).Total = total;
        foreach (var asset in _assets.Values)
            Revalue(asset);
    }

    /// <summary>
    /// Moves what is reserved on one side, in base quantity and in the funds that the side spends.
    /// </summary>
    public void Reserve(StrategyLine part, Side side, decimal quantity, decimal funds)
    {
        var line = part.Instrument;
        if (side == Side.Buy)
        {
            line.ReservedBuy += quantity;
            part.ReservedBuy += quantity;
            line.BuyFunds += funds;
            if (line.Quote is not null)
                line.Quote.Reserved += funds;
        }
        else
        {
            line.ReservedSell += quantity;
            part.ReservedSell += quantity;
            line.SellFunds += funds;
            if (line.Base is not null)
                line.Base.Reserved += funds;
        }

        var isForeign = IsForeign(line);
        line.RevalueSide(side, line.Mark, isForeign);
        part.RevalueSide(side, line.Mark, isForeign);
    }

    private bool IsForeign(InstrumentRisk line) =>
        line.Rules is { } rules && rules.Quote != _settings.ExposureAsset;

    private void Revalue(InstrumentRisk line)
    {
        var isForeign = IsForeign(line);
        line.Revalue(line.Mark, isForeign);
        foreach (var part in line.Strategies)
            part.Revalue(line.Mark, isForeign);
        var unsettled = line.IsContract && !isForeign ? line.Pnl - RoundUp(line.Settled) : 0m;
        Equity += unsettled - line.Unsettled;
        line.Unsettled = unsettled;
        if (isForeign || line.IsContract || line.Base is not { } asset || asset.Mark == line.Mark)
            return;

        asset.Mark = line.Mark;
        Revalue(asset);
    }

    private void Revalue(AssetRisk asset)
    {
        var value = RoundDown(asset.Total * asset.Mark);
        Equity += value - asset.Value;
        asset.Value = value;
    }

    /// <summary>
    /// A price that leaps from one quote to the next is more often an error than a market; each further leap
    /// starts the pause anew.
    /// </summary>
    private static void LookForJump(InstrumentRisk line, decimal mid)
    {
        if (line.Limits?.JumpBps is not { } max || line.Mark == 0m)
            return;

        var moved = Math.Abs(mid - line.Mark) / line.Mark * 10_000m;
        if (moved <= max)
            return;

        line.JumpedBps = moved;
        line.JumpedUntil = line.QuoteAt + line.Limits.JumpPause;
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

    public StrategyRisk StrategyOf(StrategyId id)
    {
        var named = Named(id);
        if (!_strategies.TryGetValue(named, out var strategy))
            _strategies.Add(named, strategy = new StrategyRisk(named,
                named == StrategyId.None ? null : _settings.LimitsFor(named), _settings.OrderRateWindow));
        return strategy;
    }

    private AssetRisk AssetOf(Asset asset)
    {
        if (!_assets.TryGetValue(asset, out var risk))
            _assets.Add(asset, risk = new AssetRisk { Mark = asset == _settings.ExposureAsset ? 1m : 0m });
        return risk;
    }

    /// <summary>A request that says nothing of a strategy has none.</summary>
    private static StrategyId Named(StrategyId id) => id.Value is null ? StrategyId.None : id;
}
