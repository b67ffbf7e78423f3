using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Emergency;

/// <summary>Whatever holds stand, an order gets the strictest mode of those that apply to it.</summary>
public sealed class StrictestModeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly HoldCause[] Causes = Enum.GetValues<HoldCause>();

    private static readonly (string Scope, bool Applies)[] Scopes =
    [
        ("all", true),
        ("venue:simulated", true),
        ("venue:other", false),
        ("account:main", true),
        ("account:second", false),
        ("strategy:main/quoter", true),
        ("strategy:main/trend", false),
        ("strategy:second/quoter", false),
        ("instrument:simulated/BTCUSDT", true),
        ("instrument:simulated/ETHUSDT", false),
        ("instrument:other/BTCUSDT", false),
    ];

    [Fact]
    [Trait("Control", "C10")]
    public void the_strictest_hold_that_applies_wins_whatever_stands_beside_it() =>
        Gen.Select(Gen.Int[0, Scopes.Length - 1], Gen.Int[0, Causes.Length - 1], Gen.Int[1, 3])
            .Array[0, 12].Sample(picks =>
            {
                var gates = new GateSwitch(Now, "node-1");
                var gate = gates.For(new AccountId("main"), new VenueId("simulated"));
                gates.Apply(new HoldsInForce(1, [.. picks.Select(p => Hold(p.Item1, p.Item2, p.Item3))]));

                var expected = picks.Where(p => Scopes[p.Item1].Applies)
                    .Select(p => (TradingMode)p.Item3)
                    .DefaultIfEmpty(TradingMode.Active)
                    .Max();
                Assert.Equal(expected, gate.ModeFor(new StrategyId("quoter"), new Symbol("BTCUSDT")));
            });

    private static Hold Hold(int scope, int cause, int mode)
    {
        Assert.True(Scope.TryParse(Scopes[scope].Scope, out var parsed, out _));
        return new Hold(Causes[cause], parsed, (TradingMode)mode, "test", "me", Now);
    }
}
