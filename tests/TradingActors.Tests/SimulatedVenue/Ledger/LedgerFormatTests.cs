using System.Text.Json;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Ledger;

/// <summary>The ledger's lines, as files of earlier venues hold them and as later ones must read them.</summary>
public sealed class LedgerFormatTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, LedgerEntry> Lines { get; } = new()
    {
        {
            """{"kind":"accepted","symbol":"BTCUSDT","base":"BTC","quote":"USDT","orderId":7,"clientOrderId":"x","side":"buy","type":"limit","timeInForce":"gtc","price":"1","quantity":"2","quoteQuantity":"0","isExternal":false,"account":"a","at":"2026-01-01T12:00:00+00:00","sequence":3,"following":0}""",
            Accepted()
        },
        {
            """{"kind":"accepted","symbol":"BTCUSDT","base":"BTC","quote":"USDT","orderId":7,"clientOrderId":"x","side":"buy","type":"limit","timeInForce":"gtc","price":"1","quantity":"2","quoteQuantity":"0","isExternal":false,"stopPrice":"5","selfTrade":"expire-both","strategyId":4,"strategyType":1000000,"account":"a","at":"2026-01-01T12:00:00+00:00","sequence":3,"following":0}""",
            Accepted() with
            {
                StopPrice = 5m, SelfTrade = SelfTradeMode.ExpireBoth, StrategyId = 4, StrategyType = 1_000_000,
            }
        },
        {
            """{"kind":"triggered","symbol":"BTCUSDT","orderId":7,"clientOrderId":"x","price":"5","account":"a","at":"2026-01-01T12:00:00+00:00","sequence":3,"following":0}""",
            new OrderTriggered("a", "BTCUSDT", 7, "x", 5m, At) { Sequence = 3 }
        },
        {
            """{"kind":"prevented","symbol":"BTCUSDT","orderId":7,"clientOrderId":"x","preventedMatchId":0,"takerOrderId":8,"makerOrderId":7,"mode":"decrement","price":"1","matchQuantity":"2","quantity":"2","account":"a","at":"2026-01-01T12:00:00+00:00","sequence":3,"following":0}""",
            new OrderPrevented("a", "BTCUSDT", 7, "x", 0, 8, 7, SelfTradeMode.Decrement, 1m, 2m, 2m, At)
            {
                Sequence = 3,
            }
        },
        {
            """{"kind":"amended","symbol":"BTCUSDT","orderId":7,"clientOrderId":"x","newClientOrderId":"y","oldQuantity":"2","quantity":"1","account":"a","at":"2026-01-01T12:00:00+00:00","sequence":3,"following":0}""",
            new OrderAmended("a", "BTCUSDT", 7, "x", "y", 2m, 1m, At) { Sequence = 3 }
        },
        {
            """{"kind":"symbol-status","symbol":"BTCUSDT","status":"cancel-only","at":"2026-01-01T12:00:00+00:00","sequence":3,"following":0}""",
            new SymbolStatusChanged("BTCUSDT", TradingStatus.CancelOnly, At) { Sequence = 3 }
        },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void a_line_reads_as_the_entry_and_the_entry_writes_as_the_line(string line, LedgerEntry entry)
    {
        Assert.Equal(entry, JsonSerializer.Deserialize<LedgerEntry>(line, LedgerJson.Options));
        Assert.Equal(line, JsonSerializer.Serialize(entry, LedgerJson.Options));
    }

    [Fact]
    public void the_audit_names_the_entry_and_what_is_wrong_with_it()
    {
        var fill = new OrderFilled(
            "a", "BTCUSDT", "BTC", "USDT", 7, "x", 1, Side.Buy, 1m, 2m, 0m, "BTC", true, At)
        { Sequence = 4 };
        Assert.Empty(LedgerAuditRules.Problems([Accepted(), fill]));
        Assert.Equal(
            ["entry 4 (OrderFilled): takes 3 of 2"],
            LedgerAuditRules.Problems([Accepted(), fill with { Quantity = 3m }]));
        Assert.Equal(
            ["entry 4 (OrderFilled): filled while it waits"],
            LedgerAuditRules.Problems([Accepted() with { Type = OrderType.StopLoss }, fill]));
        Assert.Equal(
            [
                "entry 5 (OrderFilled): both sides of the trade have one role",
                "entry 5 (OrderFilled): both sides of the trade are one side",
            ],
            LedgerAuditRules.Problems(
            [
                Accepted(), Accepted() with { OrderId = 8 }, fill, fill with { OrderId = 8, Sequence = 5 },
            ]));
    }

    private static OrderAccepted Accepted() => new(
        "a", "BTCUSDT", "BTC", "USDT", 7, "x", Side.Buy, OrderType.Limit, TimeInForce.Gtc, 1m, 2m, 0m, false, At)
    {
        Sequence = 3,
    };
}
