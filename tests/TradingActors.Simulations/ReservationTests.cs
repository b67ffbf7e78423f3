using TradingActors.Engine.Risk;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Simulations;

/// <summary>
/// Held and reserved never pass a limit, at any prefix of the venue's ledger, whoever asks and whatever
/// fails; and the limits are reached, so that something was shown.
/// </summary>
public sealed class ReservationTests(ITestOutputHelper output)
{
    private static readonly FaultRule[] Lossy =
    [
        new(FaultKind.LoseAnswer) { Probability = 0.05 },
        new(FaultKind.LoseRequest) { Probability = 0.02 },
        new(FaultKind.UnknownExecuted) { Probability = 0.05 },
        new(FaultKind.UnknownNotExecuted) { Probability = 0.05 },
        new(FaultKind.DelayAnswer) { Probability = 0.05, DelayMsMax = 1_500 },
        new(FaultKind.DelayRequest) { Probability = 0.05, DelayMsMax = 1_500 },
        new(FaultKind.DelayEvent) { Probability = 0.3, DelayMsMax = 1_500 },
        new(FaultKind.LoseEvent) { Probability = 0.02 },
        new(FaultKind.DropAfter) { Probability = 0.002 },
    ];

    public static TheoryData<ulong> Seeds => [.. CampaignSize.Seeds("TRADINGACTORS_RESERVATION_SEEDS", 2)];

    [Fact]
    [Trait("Control", "C08")]
    [Trait("Control", "C15")]
    public void a_thousand_orders_at_one_moment_are_approved_up_to_the_limit_and_not_beyond()
    {
        using var run = new ReservationRun(51);
        run.Start();

        run.Rush();
        run.World.Run(TimeSpan.FromSeconds(5));

        Report(run);
        Assert.True(run.Refused(RefusalCode.PositionAboveLimit) > 100, "hardly anybody was refused");
        run.ReservedIsWhatWorks();
        Assert.True(run.Judge().PeakOf("BTCUSDT").Long > 0.97m * ReservationRun.PositionMax);
    }

    [Theory]
    [Trait("Control", "C08")]
    [MemberData(nameof(Seeds))]
    public void amends_fills_lost_answers_and_kills_take_nothing_above_the_limit(ulong seed)
    {
        // What a killed engine left is cancelled by one half of the runs and taken over by the other.
        var takeover = seed % 2 == 0 ? "adopt" : "cancel";
        using var run = new ReservationRun(seed, $"trading-actors.orders.on-takeover = {takeover}\n");
        run.Start();
        run.Rush();
        run.World.Venue.ReplaceFaults(Lossy);
        for (var round = 1; round <= 40; round++)
        {
            run.Round();
            if (round % 16 == 0)
                run.Crash();
        }

        run.World.Venue.ReplaceFaults([]);
        run.World.Run(TimeSpan.FromSeconds(60));

        Report(run);
        run.ReservedIsWhatWorks();
        var peak = run.Judge().PeakOf("BTCUSDT");
        Assert.True(peak.Long > 0.85m * ReservationRun.PositionMax, $"{peak}");
        Assert.True(run.Refused(RefusalCode.PositionAboveLimit) > 50, "nobody was refused");
        Assert.True(run.World.Venue.FaultsStruck > 50, "hardly a fault struck");
        Assert.Contains(run.World.Venue.EntriesOf("main"), e => e is OrderFilled);
        Assert.Contains(run.World.Venue.EntriesOf("main"), e => e is OrderCanceled);
    }

    [Fact]
    [Trait("Control", "C08")]
    public void a_failing_journal_gives_no_reservation_twice_and_keeps_none()
    {
        using var run = new ReservationRun(53);
        run.Start();
        run.World.Journals.ReplaceFaults(
        [
            OfAccount(JournalFaultKind.FailedButWritten, 0.004),
            OfAccount(JournalFaultKind.FailedNotWritten, 0.004),
            OfAccount(JournalFaultKind.Slow, 0.05),
        ]);
        run.Rush();
        for (var round = 1; round <= 40; round++)
            run.Round();

        run.World.Journals.ReplaceFaults([]);
        run.World.Run(TimeSpan.FromSeconds(90));

        Report(run);
        Assert.NotEmpty(run.World.Journals.Failures);
        run.ReservedIsWhatWorks();
    }

    [Fact]
    [Trait("Control", "C08")]
    public void gross_exposure_stays_within_its_limit()
    {
        const decimal max = 150_000m;
        using var run = new ReservationRun(54, $$"""
            trading-actors.accounts.main.risk.gross-exposure-max = {{max}}

            """);
        run.Start();

        run.Rush();
        for (var round = 1; round <= 10; round++)
            run.Round();

        Report(run);
        Assert.Empty(run.Judge(grossMax: max).Problems);
        Assert.True(run.Judge().PeakOf("BTCUSDT").Gross > 0.9m * max);
        Assert.True(run.Refused(RefusalCode.GrossExposureAboveLimit) > 100);
    }

    [Fact]
    public void the_judge_condemns_a_limit_that_was_passed()
    {
        using var run = new ReservationRun(55);
        run.Start();
        run.Rush();
        run.World.Run(TimeSpan.FromSeconds(2));

        Assert.Empty(run.Judge().Problems);
        var peak = run.Judge().PeakOf("BTCUSDT");
        Assert.Contains(
            run.Judge(peak.Long - 0.001m).Problems, p => p.Contains("long", StringComparison.Ordinal));
        Assert.NotEmpty(run.Judge(grossMax: peak.Gross - 1m).Problems);
        Assert.Empty(run.Judge(peak.Long, peak.Gross).Problems);
    }

    private static JournalFaultRule OfAccount(JournalFaultKind kind, double probability) =>
        new(kind) { Probability = probability, Stream = JournalStream.Account };

    private void Report(ReservationRun run)
    {
        var ledger = run.World.Venue.Judge("main");
        output.WriteLine(
            $"{run.Acknowledged} acknowledged, "
            + $"{run.Refused(RefusalCode.PositionAboveLimit)} refused for position, "
            + $"{run.Refused(RefusalCode.GrossExposureAboveLimit)} for gross, "
            + $"{run.Refused(RefusalCode.OpenOrdersAboveLimit)} for open orders, {ledger.Counts}, "
            + $"{run.World.Venue.FaultsStruck} faults, {run.Judge().PeakOf("BTCUSDT")}");
    }
}
