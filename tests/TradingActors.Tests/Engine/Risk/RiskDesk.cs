using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>
/// A risk state with one account's desk around it: BTCUSDT and ETHUSDT at a reference price of 100, an open gate, a
/// clock that stands still, and the account's own fold as the source of what became of orders.
/// </summary>
internal sealed class RiskDesk
{
    public static readonly Symbol Btc = new("BTCUSDT");
    public static readonly Symbol Eth = new("ETHUSDT");
    public static readonly AccountId Account = new("desk");
    public static readonly VenueId Venue = new("simulated");

    public static readonly InstrumentLimits Limits = new(
        PositionMax: new Quantity(10m),
        QuantityMin: new Quantity(0.002m),
        QuantityMax: new Quantity(5m),
        NotionalMin: new Notional(1m),
        NotionalMax: new Notional(600m),
        OpenOrdersMax: 4,
        CollarBps: 100m,
        PassiveCollarBps: 5000m,
        ReferenceMaxAge: TimeSpan.FromSeconds(5));

    public static readonly RiskSettings Settings = new(
        ExposureAsset: new Asset("USDT"),
        GrossExposureMax: new Notional(1500m),
        OrderRateMax: 50,
        OrderRateWindow: TimeSpan.FromSeconds(1),
        DuplicateWindow: TimeSpan.Zero,
        TakerFeeBps: 10m,
        MakerFeeBps: 5m,
        SellFeeInBase: false,
        Default: Limits,
        Instruments: new Dictionary<Symbol, InstrumentLimits>())
    {
        StrategyDefault = new StrategyLimits(),
    };

    private readonly AccountState _account;
    private long _sequenceNumber;
    private long _intents;
    private int _ids;

    public RiskDesk(
        RiskSettings? settings = null,
        AccountState? account = null,
        IReadOnlyList<Instrument>? instruments = null,
        bool quoted = true)
    {
        _account = account ?? Funded();
        State = new RiskState(settings ?? Settings, _account.ToSnapshot());
        Gate = new AccountGate(Account, Venue);
        SetMode(TradingMode.Active);
        State.Apply(new InstrumentsKnown(instruments ?? [InstrumentOf(Btc), InstrumentOf(Eth)]));
        if (!quoted)
            return;

        Quote(Btc, 99.99m, 100.01m);
        Quote(Eth, 99.99m, 100.01m);
    }

    public RiskState State { get; }

    public AccountGate Gate { get; }

    public AccountState AccountState => _account;

    public Instant Now { get; private set; } = new(DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));

    public static Instrument InstrumentOf(Symbol symbol) => new(
        symbol,
        new Asset(symbol.Value[..^4]),
        new Asset("USDT"),
        InstrumentStatus.Trading,
        PriceMin: new Price(10m),
        PriceMax: new Price(1000m),
        Tick: new Price(0.01m),
        QuantityMin: new Quantity(0.001m),
        QuantityMax: new Quantity(100m),
        Lot: new Quantity(0.001m),
        NotionalMin: new Notional(5m),
        NotionalMax: new Notional(100_000m));

    /// <summary>An account that has been funded well enough for no balance to be in the way.</summary>
    public static AccountState Funded(decimal usdt = 1_000_000m, decimal coins = 1_000m)
    {
        var account = new AccountState();
        account.Apply(new OpeningBalancesTaken(
            [
                new OpeningBalance(new Asset("USDT"), usdt),
                new OpeningBalance(new Asset("BTC"), coins),
                new OpeningBalance(new Asset("ETH"), coins),
            ],
            [],
            DateTimeOffset.UnixEpoch));
        return account;
    }

    /// <summary>What the desk does after a hold was lifted, it has done.</summary>
    public void SetMode(TradingMode mode, HoldCause cause = HoldCause.Operator, Scope? scope = null)
    {
        Gate.Recompute(mode == TradingMode.Active
            ? []
            : [new Hold(cause, scope ?? Scope.Account(Account), mode, "a test", "tester", DateTimeOffset.UnixEpoch)]);
        Gate.Climbs(Gate.Lifts);
    }

    public void Advance(TimeSpan span) => Now = Now.Plus(span);

    public void Quote(Symbol symbol, decimal bid, decimal ask) => State.Apply(new Quote(
        symbol, new Price(bid), new Quantity(1m), new Price(ask), new Quantity(1m), 1, Now));

    public OrderRequest Limit(Side side, decimal quantity, decimal price, string? id = null, Symbol? symbol = null,
        bool reduceOnly = false, StrategyId strategy = default) => new(
        new ClientOrderId(id ?? $"order-{++_ids}"), symbol ?? Btc, side, OrderType.Limit, TimeInForce.Gtc,
        new Quantity(quantity), new Price(price), reduceOnly, strategy);

    public RiskDecision Decide(OrderRequest request, string? replaces = null) => RiskRules.Decide(
        State, request, replaces is null ? null : new ClientOrderId(replaces), Gate, Now);

    public RiskDecision Place(Side side, decimal quantity, decimal price, string? id = null, Symbol? symbol = null,
        bool reduceOnly = false) => Decide(Limit(side, quantity, price, id, symbol, reduceOnly));

    /// <summary>Approved, journaled and accepted by the venue.</summary>
    public OrderRequest Work(Side side, decimal quantity, decimal price, string? id = null, Symbol? symbol = null)
    {
        var request = Limit(side, quantity, price, id, symbol);
        Assert.Equal(RiskVerdict.Approved, Decide(request).Verdict);
        Record(request);
        Publish(new OrderAccepted(IdOf(request), new VenueOrderId("7"), Now.Wall));
        return request;
    }

    /// <summary>What OrderExecutionActor does with an approval.</summary>
    public void Record(OrderRequest request, OrderState? original = null)
    {
        var carried = original is null ? Quantity.Zero : original.Carried + original.FilledQuantity;
        Publish(new IntentRecorded(IdOf(request), ++_intents, request, original?.VenueId, carried, Now.Wall));
        if (original is not null)
            Publish(new ReplaceRequested(original.VenueId, IdOf(request), Now.Wall));
        _account.MarkSent(IdOf(request));
    }

    public static VenueClientId IdOf(OrderRequest request) => new($"v-{request.ClientOrderId}");

    public OrderFilled Fill(OrderRequest request, decimal quantity, decimal? price = null, decimal fee = 0m,
        string feeAsset = "USDT") => new(
        IdOf(request), request.Symbol, new Asset(request.Symbol.Value[..^4]), new Asset("USDT"),
        new TradeId(_sequenceNumber + 1), request.Side, new Price(price ?? request.LimitPrice!.Value.Value),
        new Quantity(quantity), fee, new Asset(feeAsset), true, Now.Wall);

    /// <summary>Folds the event and tells risk of it as OrderExecutionActor would; false when it says nothing new.</summary>
    public bool Publish(AccountEvent on)
    {
        var applied = _account.Apply(on);
        if (applied.Verdict is EdgeVerdict.NoChange or EdgeVerdict.Illegal)
            return false;

        _sequenceNumber++;
        if (on is OrderEvent && applied.Order is { } order)
            LastUpdate = new OrderUpdated(order, on, _sequenceNumber);
        else
        {
            State.Apply(new AccountFactRecorded(on, _sequenceNumber));
            return true;
        }

        State.Apply(LastUpdate);
        return true;
    }

    public OrderUpdated? LastUpdate { get; private set; }

    public InstrumentExposure Exposure(Symbol? symbol = null) =>
        State.ToView().Instruments.Single(line => line.Symbol == (symbol ?? Btc));
}
