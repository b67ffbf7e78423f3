using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue;

public sealed class FaultSpecTests
{
    public static TheoryData<string, FaultRule> Rules => new()
    {
        { "cut", new FaultRule(FaultKind.Cut) },
        { "lose-answer:2%", new FaultRule(FaultKind.LoseAnswer) { Probability = 0.02 } },
        {
            "delay-answer:0.5%:50-500ms",
            new FaultRule(FaultKind.DelayAnswer) { Probability = 0.005, DelayMsMin = 50, DelayMsMax = 500 }
        },
        {
            "delay-request:2s",
            new FaultRule(FaultKind.DelayRequest) { DelayMsMin = 2_000, DelayMsMax = 2_000 }
        },
        {
            "throttle#order.place@3",
            new FaultRule(FaultKind.Throttle) { Method = "order.place", Nth = 3, Times = 1 }
        },
        { "half-open@30s", new FaultRule(FaultKind.HalfOpen) { At = TimeSpan.FromSeconds(30) } },
        { "cut~2m", new FaultRule(FaultKind.Cut) { Every = TimeSpan.FromMinutes(2) } },
        {
            "maintenance@10s:5s-8s:x2",
            new FaultRule(FaultKind.Maintenance)
            {
                At = TimeSpan.FromSeconds(10), DelayMsMin = 5_000, DelayMsMax = 8_000, Times = 2,
            }
        },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void a_rule_is_read(string text, FaultRule expected)
    {
        Assert.True(FaultSpec.TryParse(text, out var rules, out var why), why);
        Assert.Equal([expected], rules);
    }

    [Fact]
    public void rules_follow_one_another_in_their_order()
    {
        Assert.True(FaultSpec.TryParse("busy:1%, cut@1h", out var rules, out _));
        Assert.Equal([FaultKind.Busy, FaultKind.Cut], rules.Select(r => r.Kind));
    }

    [Theory]
    [InlineData("", "no fault is named")]
    [InlineData("meteor:1%", "'meteor' is no fault")]
    [InlineData("cut,busy:much", "'busy:much': ':much' is not understood")]
    [InlineData("busy:120%", "probability")]
    [InlineData("delay-answer:9s-2s", "is no range")]
    [InlineData("cut#order.place", "befalls no request")]
    [InlineData("busy@30s", "no time of its own")]
    [InlineData("half-open@9999h", "'@9999h' is not understood")]
    [InlineData("busy:x0", "strikes 0 times")]
    public void what_is_wrong_is_named(string text, string expected)
    {
        Assert.False(FaultSpec.TryParse(text, out _, out var why));
        Assert.Contains(expected, why, StringComparison.Ordinal);
    }

    [Fact]
    public void every_kind_has_its_row_and_its_word()
    {
        Assert.Equal(Enum.GetValues<FaultKind>(), FaultKinds.Table.Select(row => row.Kind).Order());
        Assert.Equal(FaultKinds.Table.Count, FaultKinds.Table.Select(row => row.Word).Distinct().Count());
    }
}
