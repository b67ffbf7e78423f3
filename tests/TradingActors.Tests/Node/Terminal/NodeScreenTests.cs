using Spectre.Console.Testing;
using TradingActors.Engine.Emergency;
using TradingActors.Node.Control;
using TradingActors.Node.Terminal;
using Xunit;

namespace TradingActors.Tests.Node.Terminal;

public sealed class NodeScreenTests : IDisposable
{
    private readonly TestConsole _console = new TestConsole().Width(140);

    public void Dispose() => _console.Dispose();

    [Fact]
    public void shows_where_it_listens_how_it_stands_and_what_it_holds()
    {
        var text = Draw(Samples.Node,
            new ScreenHeader(new Uri("http://127.0.0.1:8080"), "/data", TimeSpan.FromSeconds(75)));

        foreach (var part in new[]
        {
            "SIMULATED", "http://127.0.0.1:8080", "/data", "0.00:01:15", "ACTIVE", "main", "Trading",
                "epoch 3",
            "sent 3", "accepted 2", "POSITION_ABOVE_LIMIT 1", "quoter-1", "0.004 / 0.01 BTCUSDT", "60000.10",
            "PartiallyFilled", "99759.36", "0.04", "60010.00", "42", "OrderRoundTrip", "800 us", "2.5 ms",
                "1.2 s",
        })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void a_halt_stands_with_its_scope_reason_and_author()
    {
        var halted = Samples.Account with
        {
            Mode = TradingMode.Halted,
            Holds = [Samples.Hold(TradingMode.Halted, "fat finger [[check]]")],
        };

        var text = Draw(Samples.Node with { Mode = TradingMode.Halted, Accounts = [halted] });

        Assert.Contains("HALTED", text, StringComparison.Ordinal);
        Assert.Contains(
            "all: fat finger [[check]] (Operator by alice since 03:04:05Z)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void a_long_list_of_orders_is_cut_and_says_so()
    {
        var many = Enumerable.Repeat(Samples.Account.Working[0], NodeScreen.OrdersMax + 4).ToArray();

        Assert.Contains(
            "and 4 more", Draw(Samples.Node with { Accounts = [Samples.Account with { Working = many }] }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void a_node_without_desks_or_market_can_be_drawn() =>
        Assert.Contains("HALTED",
            Draw(Samples.Node with { Mode = TradingMode.Halted, Accounts = [], Links = [], Latencies = [] }),
            StringComparison.Ordinal);

    [Fact]
    public void unknown_profit_is_not_shown_as_zero()
    {
        var position = Samples.Account.Positions[0]
            with
        { Mark = null, UnrealizedPnl = null, RealizedPnl = 5m };
        var text = Draw(Samples.Node with
        {
            Accounts = [Samples.Account
                with { Positions = [position], UnrealizedPnl = null, TotalPnl = null, RealizedPnl = 5m }],
        });

        Assert.DoesNotContain("0.00 ", text.Split("total")[1].Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("5.00", text, StringComparison.Ordinal);
    }

    [Fact]
    public void a_notice_and_a_breach_are_shown()
    {
        var text = Draw(Samples.Node with { Breaches = ["order round trip above 500 ms"] },
            new ScreenHeader(new Uri("http://127.0.0.1:1"), Notice: "stopping"));

        Assert.Contains("stopping", text, StringComparison.Ordinal);
        Assert.Contains("order round trip above 500 ms", text, StringComparison.Ordinal);
    }

    private string Draw(NodeView view, ScreenHeader? header = null)
    {
        _console.Write(NodeScreen.Render(view, header ?? new ScreenHeader(new Uri("http://127.0.0.1:8080"))));
        return _console.Output;
    }
}
