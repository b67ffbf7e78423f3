using System.Text;
using Akka.Actor;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Emergency;

/// <summary>
/// What the emergency stream looks like on disk; these texts are released and may only grow fields.
/// </summary>
public sealed class EmergencyJournalTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly Hold Hold = new(HoldCause.DailyLoss, Scope.Strategy(new("main"), new("quoter")),
        TradingMode.ReduceOnly, "lost 5", "risk", At, "raise-1");

    private const string HoldText =
        """{"cause":"DailyLoss","scope":"strategy:main/quoter","mode":"ReduceOnly","reason":"lost 5","""
        + "\"principal\":\"risk\",\"since\":\"2026-01-02T03:04:05.678+00:00\",\"id\":\"raise-1\"}";

    private static readonly HaltConfirmed Confirmed = new("halt-1", [new("main")], [new("other")], At);

    private const string ConfirmedText =
        """{"haltId":"halt-1","connectionsClosed":["main"],"connectionsSilent":["other"],"""
        + "\"at\":\"2026-01-02T03:04:05.678+00:00\"}";

    private static readonly HaltReport Report = new("halt-1", new("main"), 1, 2, 0, 0, 1,
        [], [new RemainingPosition(Some.Btc, new(0.5m))], IsComplete: false);

    private const string ReportText =
        """{"haltId":"halt-1","account":"main","canceled":1,"filledMeanwhile":2,"pending":0,"unknown":0,"""
        + "\"refusedByVenue\":1,\"residual\":[],"
        + "\"positions\":" + """[{"symbol":"BTCUSDT","quantity":0.5}],"isComplete":false}""";

    private static readonly (string Manifest, object Event, string Text)[] Golden =
    [
        ("emergency.initial-mode.v1", new InitialModeTaken(TradingMode.Halted, At),
            """{"mode":"Halted","at":"2026-01-02T03:04:05.678+00:00"}"""),
        ("emergency.hold-raised.v1", new HoldRaised(Hold, At),
            """{"hold":""" + HoldText + ""","at":"2026-01-02T03:04:05.678+00:00"}"""),
        ("emergency.hold-cleared.v1",
            new HoldCleared(
                HoldCause.Operator, Scope.Instrument(new("simulated"), new("BTC/USDT")), "done", "me", At),
            """{"cause":"Operator","scope":"instrument:simulated/BTC/USDT","reason":"done","""
            + "\"principal\":\"me\",\"at\":\"2026-01-02T03:04:05.678+00:00\"}"),
        ("emergency.resume-asked.v1",
            new ResumeAsked("resume-4", Scope.Everything, "done", "me", At.AddMinutes(10), At),
            """{"approvalId":"resume-4","scope":"all","reason":"done","principal":"me","""
            + "\"validUntil\":\"2026-01-02T03:14:05.678+00:00\",\"at\":\"2026-01-02T03:04:05.678+00:00\"}"),
        ("emergency.halt-confirmed.v1", Confirmed, ConfirmedText),
        ("emergency.halt-reported.v1", new HaltReported(Report, At),
            """{"report":""" + ReportText + ""","at":"2026-01-02T03:04:05.678+00:00"}"""),
        ("emergency.snapshot.v1",
            new EmergencySnapshot(3, [Hold], ["raise-0", "raise-1"], 2,
                [new Approval<Scope>("resume-3", Scope.Everything, "me", "done", 2, At, At.AddMinutes(10))],
                [new HaltRecord(Hold, Confirmed, [Report])]),
            """{"version":3,"holds":[""" + HoldText + """],"mergedIds":["raise-0","raise-1"],"changedAt":2,"""
            + "\"pending\":[" + """{"id":"resume-3","what":"all","askedBy":"me","reason":"done","""
            + "\"version\":2,"
            + "\"at\":\"2026-01-02T03:04:05.678+00:00\",\"validUntil\":\"2026-01-02T03:14:05.678+00:00\"}],"
            + "\"halts\":[{\"hold\":" + HoldText + ""","confirmed":""" + ConfirmedText
            + ""","reports":[""" + ReportText + "]}]}"),
    ];

    private readonly ActorSystem _system = ActorSystem.Create("emergency-journal", "akka.loglevel = OFF");
    private readonly JournalSerializer _serializer;

    public EmergencyJournalTests() => _serializer = new JournalSerializer((ExtendedActorSystem)_system);

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Golden.Length)];

    public void Dispose() => _system.Dispose();

    [Theory]
    [MemberData(nameof(Rows))]
    public void is_written_as_it_was_released(int row)
    {
        Assert.Equal(Golden[row].Manifest, _serializer.Manifest(Golden[row].Event));
        Assert.Equal(Golden[row].Text, Encoding.UTF8.GetString(_serializer.ToBinary(Golden[row].Event)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void reads_what_was_released(int row)
    {
        var read = _serializer.FromBinary(Encoding.UTF8.GetBytes(Golden[row].Text), Golden[row].Manifest);

        Assert.Equivalent(Golden[row].Event, read, strict: true);
    }

    [Fact]
    public void two_persons_and_residual_orders_are_read_as_they_were_written()
    {
        var cleared = new HoldCleared(
            HoldCause.Operator, Scope.Everything, "done", "me", At, "you", "resume-4");
        Assert.Equal(cleared, RoundTrip(cleared));

        var reported = new HaltReported(Report with { Residual = [Some.Order("a1")] }, At);
        Assert.Equivalent(reported, RoundTrip(reported), strict: true);
    }

    private object RoundTrip(object on) =>
        _serializer.FromBinary(_serializer.ToBinary(on), _serializer.Manifest(on));

    [Fact]
    public void reads_what_was_written_before_there_were_second_persons_and_records()
    {
        var snapshot = Assert.IsType<EmergencySnapshot>(_serializer.FromBinary(
            Encoding.UTF8.GetBytes(
                """{"version":3,"holds":[""" + HoldText + """],"mergedIds":["raise-1"]}"""),
            "emergency.snapshot.v1"));

        var state = EmergencyState.FromSnapshot(snapshot);

        Assert.Equal((3, 3, 0, 0),
            (state.Version, state.ChangedAt, state.Pending.Pending.Length, state.Halts.Length));
    }

    [Fact]
    public void has_a_text_for_every_manifest_of_the_stream() =>
        Assert.Equal(
            JournalSerializer.Manifests
                .Where(m => m.StartsWith("emergency.", StringComparison.Ordinal)).Order(),
            Golden.Select(g => g.Manifest).Order());
}
