using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Limits that are changed while the engine runs.</summary>
[Trait("Control", "C12")]
public sealed class LimitChangeTests
{
    private static readonly LimitKey Position = new(LimitLevel.Instrument, "BTCUSDT", "position-max");

    [Theory]
    [InlineData("account/gross-exposure-max", 10, "", "ann", "REASON_MISSING")]
    [InlineData("account/gross-exposure-max", 10, "why", " ", "PRINCIPAL_MISSING")]
    [InlineData("account/no-such-limit", 10, "why", "ann", "LIMIT_UNKNOWN")]
    [InlineData("strategy:quoter/position-max", 10, "why", "ann", "LIMIT_UNKNOWN")]
    [InlineData("account/gross-exposure-max", 0, "why", "ann", "VALUE_INVALID")]
    [InlineData("account/order-rate-max", 1.5, "why", "ann", "VALUE_INVALID")]
    [InlineData("instrument:BTCUSDT/collar-bps", 10000, "why", "ann", "VALUE_INVALID")]
    [InlineData("account/gross-exposure-max", 1500, "why", "ann", "NOTHING_TO_CHANGE")]
    public void refuses_with_a_code_what_cannot_be_changed(
        string key, double value, string reason, string principal, string code)
    {
        var settings = RiskDesk.Settings;
        var decision = LimitRules.Decide(settings, settings, 0,
            new ChangeLimit(KeyOf(key), (decimal)value, reason, principal), null, default);
        Assert.Equal(code, decision.Refusal!.Code);
    }

    [Fact]
    public void a_change_that_was_decided_on_another_version_is_refused()
    {
        var settings = RiskDesk.Settings;
        var asked = new ChangeLimit(Position, 5m, "why", "ann", ExpectedVersion: 3);
        Assert.Equal("VERSION_CHANGED",
            LimitRules.Decide(settings, settings, 4, asked, null, default).Refusal!.Code);
        var matching = asked with { ExpectedVersion = 4 };
        Assert.Equal(5, LimitRules.Decide(settings, settings, 4, matching, null, default).Event!.Version);
    }

    [Theory]
    [InlineData("instrument:BTCUSDT/position-max", 11, true)]
    [InlineData("instrument:BTCUSDT/position-max", 9, false)]
    [InlineData("instrument:BTCUSDT/quantity-min", 0.001, true)]
    [InlineData("instrument:BTCUSDT/quantity-min", 0.003, false)]
    [InlineData("account/daily-loss-max", 5, false)]
    public void only_what_lets_more_through_needs_a_second_person(string key, double value, bool needs)
    {
        var settings = RiskDesk.Settings with { RaisesByTwo = true };
        var asked = new ChangeLimit(KeyOf(key), (decimal)value, "why", "ann");
        Assert.Equal(needs, LimitRules.Decide(settings, settings, 0, asked, null, default).NeedsApproval);
        Assert.False(LimitRules.Decide(settings, settings, 0, asked, "bob", default).NeedsApproval);
        Assert.False(LimitRules.Decide(
            RiskDesk.Settings, RiskDesk.Settings, 0, asked, null, default).NeedsApproval);
    }

    [Fact]
    public void a_change_holds_from_the_next_decision_on_and_after_a_restart()
    {
        var desk = new RiskDesk();
        Change(desk, Position, 1m);
        Refused(new Refusal(RefusalCode.PositionAboveLimit, 1m, 2m), desk.Place(Side.Buy, 2m, 100m));
        Assert.Equal(1, desk.State.LimitsVersion);
        Assert.Equal(1, desk.Decide(desk.Limit(Side.Buy, 1m, 100m)).Seen!.LimitsVersion);
        var second = new RiskDesk(account: AccountState.FromSnapshot(desk.AccountState.ToSnapshot()));
        Refused(RefusalCode.PositionAboveLimit, second.Place(Side.Buy, 2m, 100m));
    }

    [Fact]
    public void a_later_edit_of_the_configuration_has_the_last_word()
    {
        var desk = new RiskDesk();
        Change(desk, Position, 100m);
        var edited = RiskDesk.Settings with
        {
            Default = RiskDesk.Limits with { PositionMax = new Quantity(2m) },
        };
        var second = new RiskDesk(edited, AccountState.FromSnapshot(desk.AccountState.ToSnapshot()));
        Refused(new Refusal(RefusalCode.PositionAboveLimit, 2m, 3m), second.Place(Side.Buy, 3m, 100m));
        Assert.Equal(1, second.State.LimitsVersion);
    }

    [Fact]
    public void every_limit_of_the_catalog_can_be_set_and_read_back()
    {
        var settings = RiskDesk.Settings with
        {
            Strategies = new Dictionary<StrategyId, StrategyLimits> { [new("quoter")] = new() },
            Instruments = new Dictionary<Symbol, InstrumentLimits> { [RiskDesk.Btc] = RiskDesk.Limits },
        };
        LimitKey[] keys = [.. LimitCatalog.Keys(settings)];
        Assert.Equal(7 + 8 + 15, keys.Length);
        foreach (var key in keys)
        {
            Assert.True(LimitKey.TryParse(key.ToString(), out var read, out _));
            Assert.Equal(key, read);
            var change = new LimitChanged(
                key, LimitCatalog.ValueOf(settings, key), null, 7m, 1, "why", "ann", null, default);
            Assert.Equal(7m, LimitCatalog.ValueOf(LimitCatalog.Effective(settings, [change]), key));
        }
    }

    private static LimitKey KeyOf(string text)
    {
        Assert.True(LimitKey.TryParse(text, out var key, out _));
        return key;
    }

    private static void Change(RiskDesk desk, LimitKey key, decimal value)
    {
        var decision = LimitRules.Decide(desk.State.Configured, desk.State.Settings, desk.State.LimitsVersion,
            new ChangeLimit(key, value, "why", "ann"), null, desk.Now.Wall);
        desk.Publish(decision.Event!);
    }
}
