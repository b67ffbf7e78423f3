using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;

namespace TradingActors.Benchmarks.Workload;

/// <summary>OP-1's limits, instruments, quotes and funds as the engine takes them.</summary>
internal static class Op1Account
{
    public static readonly AccountId Account = new("op1");
    public static readonly VenueId Venue = new("bench");
    public static readonly Asset Usdt = new("USDT");
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly InstrumentLimits Limits = new(
        PositionMax: new Quantity(500m),
        QuantityMin: new Quantity(1m),
        QuantityMax: new Quantity(50m),
        NotionalMin: new Notional(1m),
        NotionalMax: new Notional(3_000_000m),
        OpenOrdersMax: 4_096,
        CollarBps: 500m,
        PassiveCollarBps: 500m,
        ReferenceMaxAge: TimeSpan.FromHours(1));

    /// <summary>No order of OP-1 meets the order rate, the duplicate rule or the balance: they are checked, and pass.</summary>
    public static readonly RiskSettings Risk = new(
        ExposureAsset: Usdt,
        GrossExposureMax: new Notional(400_000_000m),
        OrderRateMax: RiskSettings.OrderRateMaxMax,
        OrderRateWindow: TimeSpan.FromMilliseconds(100),
        DuplicateWindow: TimeSpan.Zero,
        TakerFeeBps: 0m,
        MakerFeeBps: 0m,
        SellFeeInBase: false,
        Default: Limits,
        Instruments: new Dictionary<Symbol, InstrumentLimits>());

    /// <summary>Where orders are never filled, every reservation stays: the limits that add up are out of the way.</summary>
    public static readonly RiskSettings RiskWithoutFills = Risk with
    {
        GrossExposureMax = new Notional(1_000_000_000_000m),
        Default = Limits with { PositionMax = new Quantity(10_000_000m), OpenOrdersMax = 100_000 },
    };

    public static IReadOnlyList<Instrument> Instruments { get; } = [.. Op1Workload.Symbols.Select(InstrumentOf)];

    public static IReadOnlyList<AssetBalance> Balances { get; } =
    [
        .. Instruments.Select(i => new AssetBalance(i.Base, 100_000_000m, 0m)),
        new AssetBalance(Usdt, 1_000_000_000_000m, 0m),
    ];

    public static OpeningBalancesTaken Opening { get; } = new(
        [.. Balances.Select(b => new OpeningBalance(b.Asset, b.Total))],
        [.. Op1Workload.Symbols.Select(s => new TradesSeen(s, new TradeId(0)))],
        Start);

    public static AccountSnapshot Snapshot()
    {
        var state = new AccountState();
        state.Apply(new OwnershipTaken(1, "bench", Start));
        state.Apply(Opening);
        return state.ToSnapshot();
    }

    public static Quote QuoteOf(int symbol, Instant now)
    {
        var reference = Op1Workload.ReferenceOf(symbol);
        return new Quote(Op1Workload.Symbols[symbol], new Price(reference - 0.01m), new Quantity(1m),
            new Price(reference + 0.01m), new Quantity(1m), 1, now);
    }

    private static Instrument InstrumentOf(Symbol symbol) => new(
        symbol, new Asset(symbol.Value[..4]), Usdt, InstrumentStatus.Trading,
        PriceMin: new Price(0.01m), PriceMax: new Price(1_000_000m), Tick: new Price(0.01m),
        QuantityMin: new Quantity(1m), QuantityMax: new Quantity(1_000m), Lot: new Quantity(1m),
        NotionalMin: new Notional(1m), NotionalMax: new Notional(100_000_000m));
}
