using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Node.Terminal;
using Xunit;

namespace TradingActors.Tests.Node.Terminal;

public class PlainLinesTests
{
    private readonly PlainLines _lines = new(TimeSpan.FromSeconds(5));

    [Fact]
    public void the_first_picture_tells_everything_once()
    {
        var lines = _lines.Next(Samples.Node);

        Assert.Equal(
            [
                "2026-01-02T03:04:05.000Z market data of simulated is up: subscribed",
                "2026-01-02T03:04:05.000Z main is Trading: reconciled",
                "2026-01-02T03:04:05.000Z main mode ACTIVE",
                "2026-01-02T03:04:05.000Z main filled Buy 0.004 BTCUSDT at 60000.1 (quoter-1, trade 1007)",
                "2026-01-02T03:04:05.000Z main first order refused by risk with POSITION_ABOVE_LIMIT",
                "2026-01-02T03:04:05.000Z main Trading ACTIVE working=1 sent=3 filled=0 fills=1 refused=1 "
                    + "position=0.004 BTCUSDT pnl=0.04",
            ],
            lines);
        Assert.Empty(_lines.Next(Samples.Node));
    }

    [Fact]
    public void a_status_line_comes_when_its_time_has()
    {
        _lines.Next(Samples.Node);

        Assert.Empty(_lines.Next(Samples.Node with { At = Samples.At.AddSeconds(4.9) }));
        Assert.Single(_lines.Next(Samples.Node with { At = Samples.At.AddSeconds(5) }));
    }

    [Fact]
    public void new_fills_come_oldest_first_and_none_is_lost_silently()
    {
        _lines.Next(Samples.Node);
        var later = Samples.Account with
        {
            Fills = [Samples.Fill(10), Samples.Fill(9), Samples.Fill(7)],
            Counters = Samples.Account.Counters with { Fills = 5 },
        };

        var lines = _lines.Next(Samples.Node with { Accounts = [later] });

        Assert.Equal(3, lines.Count);
        Assert.EndsWith("main 2 fills more than are shown here", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("trade 1009)", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("trade 1010)", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void a_change_of_mode_or_phase_is_told_with_its_reason()
    {
        _lines.Next(Samples.Node);
        var halted = Samples.Account with
        {
            Phase = DeskPhase.Stopping,
            PhaseReason = "asked to stop",
            Mode = TradingMode.Halted,
            Holds = [Samples.Hold(TradingMode.Halted, "too hot")],
        };

        var lines = _lines.Next(Samples.Node with { Accounts = [halted] });

        Assert.EndsWith("main is Stopping: asked to stop", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(
            "main mode HALTED: all too hot (Operator, alice)", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void a_refusal_of_a_kind_is_told_the_first_time_only()
    {
        _lines.Next(Samples.Node);
        var more = Samples.Account with
        {
            Counters = Samples.Account.Counters with
            {
                RefusedByReason = Samples.Counts(("POSITION_ABOVE_LIMIT", 9), ("MODE_FORBIDS", 1)),
                RejectedByCode = Samples.Counts(("-2010", 1)),
            },
        };

        var lines = _lines.Next(Samples.Node with { Accounts = [more] });

        Assert.Equal(2, lines.Count);
        Assert.EndsWith("refused by risk with MODE_FORBIDS", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("rejected by the venue with -2010", lines[1], StringComparison.Ordinal);
    }
}
