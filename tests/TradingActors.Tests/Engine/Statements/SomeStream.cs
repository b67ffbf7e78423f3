using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;
using TradingActors.Engine.Statements;
using TradingActors.Tests.Engine.Positions;

namespace TradingActors.Tests.Engine.Statements;

/// <summary>A stream to make statements of: days begin at midnight, the first on 1 March.</summary>
internal sealed class SomeStream
{
    public static readonly AccountId Account = new("main");
    public static readonly DateOnly First = new(2026, 3, 1);

    private readonly List<(long SequenceNumber, object Event)> _events = [];
    private int _orders;

    public IReadOnlyList<(long SequenceNumber, object Event)> Events => _events;

    public static DateTimeOffset At(int day, int hour, int minute = 0) =>
        new(2026, 3, day, hour, minute, 0, TimeSpan.Zero);

    public SomeStream Add(AccountEvent on)
    {
        _events.Add((_events.Count + 1, on));
        return this;
    }

    public SomeStream Open(decimal usdt, decimal btc, decimal cost)
    {
        Add(new OpeningBalancesTaken(
            [new OpeningBalance(SomeFills.Usdt, usdt), new OpeningBalance(SomeFills.Base, btc)], [], At(1, 9)));
        return Add(new OpeningPositionTaken(
            SomeFills.Btc, new Quantity(btc), new Price(cost), At(1, 9), SomeFills.Usdt));
    }

    /// <summary>An order of the strategy, under the ids <c>c-STRATEGY</c> and <c>v-STRATEGY</c>.</summary>
    public SomeStream Order(string strategy, DateTimeOffset at, decimal? arrival = null) => Add(
        new IntentRecorded(new($"v-{strategy}"), ++_orders,
            Some.Request($"c-{strategy}", 1_000m) with { Strategy = new(strategy) }, null, default, at,
            new DecisionRecord(0, TradingMode.Active, arrival is { } p ? new Price(p) : null, default, default,
                default, 0, default, default, default, default, null)));

    public SomeStream Fill(
        string strategy, long tradeId, decimal size, decimal price, DateTimeOffset at, decimal fee = 0m,
        Asset? feeAsset = null, ContractKind contract = ContractKind.Spot) => Add(
        SomeFills.Fill(size, price, fee, feeAsset, tradeId, contract) with
        {
            VenueId = new($"v-{strategy}"),
            At = at,
        });

    public SomeStream Roll(int day, decimal? mark = null) => Add(new DayRolled(new DateOnly(2026, 3, day),
        mark is { } price ? [new DayMark(SomeFills.Btc, new Price(price), At(day + 1, 0))] : [],
        At(day + 1, 0)));

    public Statement Statement(int? day = null)
    {
        var made = TradingActors.Engine.Statements.Statement.Make(Account, () => _events,
            day is { } d ? new DateOnly(2026, 3, d) : null, TimeSpan.Zero, out var why);
        return made ?? throw new InvalidOperationException(why);
    }

    public string WhyNot(int? day)
    {
        Xunit.Assert.Null(TradingActors.Engine.Statements.Statement.Make(Account, () => _events,
            day is { } d ? new DateOnly(2026, 3, d) : null, TimeSpan.Zero, out var why));
        return why;
    }
}
