using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Risk;
using TradingActors.Simulation;
using Xunit;

namespace TradingActors.Simulations;

/// <summary>
/// What goes wrong is on the picture that people see within five seconds, with the whole engine running.
/// </summary>
[Trait("Control", "C13")]
public sealed class MonitoringTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public void a_journal_that_fails() => Seen(71,
        world => world.Journals.ReplaceFaults(
            [new JournalFaultRule(JournalFaultKind.FailedNotWritten) { Stream = JournalStream.Account, Times = 1 }]),
        account => account.Holds.Any(h => h.Cause == HoldCause.JournalFailure));

    [Fact]
    public void money_that_leaves_without_an_order() => Seen(72,
        world => world.Venue.Transfer("main", "USDT", -10m, new Instant(world.Time.GetUtcNow(), world.Loop.Now)),
        account => account.Holds.Any(h => h.Cause == HoldCause.UnexpectedBalanceChange));

    [Fact]
    public void an_emergency_stream_that_is_silent() => Seen(73,
        world => world.Engine!.TellEngine("emergency", PoisonPill.Instance),
        account => account.Holds.Any(h => h.Cause == HoldCause.GateStale));

    [Fact]
    public void a_session_that_is_gone() => Seen(74,
        world => world.Engine!.TellDesk(Worlds.Account, "connection", PoisonPill.Instance),
        account => account.Phase != DeskPhase.Trading && account.PhaseReason.Length > 0);

    [Fact]
    public void a_limit_that_is_nearly_used() => Seen(75,
        world =>
        {
            var used = world.Engine!.AskAccount<LimitsView>(Worlds.Account, new GetLimits())
                .Limits.Single(l => l.Key.ToString() == "account/gross-exposure-max").Used!.Value;
            world.Engine.AskAccount<LimitChangeAccepted>(Worlds.Account, new ChangeLimit(
                new LimitKey(LimitLevel.Account, "", "gross-exposure-max"), decimal.Round(used * 1.05m), "test", "me"));
        },
        account => account.Alerts.Any(a => a.Key.Limit == "gross-exposure-max" && a.Percent == 90));

    [Fact]
    public void a_limit_that_is_crossed_without_an_order() => Seen(76,
        world =>
        {
            var used = world.Engine!.AskAccount<LimitsView>(Worlds.Account, new GetLimits())
                .Limits.Single(l => l.Key.ToString() == "account/gross-exposure-max").Used!.Value;
            world.Engine.AskAccount<LimitChangeAccepted>(Worlds.Account, new ChangeLimit(
                new LimitKey(LimitLevel.Account, "", "gross-exposure-max"), decimal.Round(used * 0.9m), "test", "me"));
        },
        account => account.Mode == TradingMode.ReduceOnly
            && account.Holds.Any(h => h.Cause == HoldCause.LimitBreach));

    private static void Seen(ulong seed, Action<VirtualWorld> inject, Func<AccountBlotter, bool> isSeen)
    {
        using var world = Worlds.Make(seed, overrides: Worlds.Busy);
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(5));

        inject(world);

        world.RunUntil(Worlds.Account, isSeen, Limit);
    }
}
