namespace TradingActors.Engine.Emergency;

/// <summary>
/// <paramref name="InitialMode"/> is taken by the first start of an empty stream alone. The EmergencyActor
/// speaks every <paramref name="BeatEvery"/>; a gate that has not heard it for <paramref
/// name="GateStaleAfter"/> closes. A halt waits <paramref name="BarrierDeadline"/> for its connections and
/// <paramref name="JournalDeadline"/> for the stream, then as long again for the halt file, before it is
/// acknowledged with what it has. With <paramref name="ResumeByTwo"/> a resume waits for a second person, for
/// at most <paramref name="ApprovalValidFor"/>. <paramref name="OnWithdrawal"/> is the mode that an account
/// takes when money leaves it; active accepts it.
/// </summary>
public sealed record EmergencySettings(
    TradingMode InitialMode,
    TimeSpan BeatEvery,
    TimeSpan GateStaleAfter,
    TimeSpan BarrierDeadline,
    TimeSpan JournalDeadline,
    bool ResumeByTwo,
    TimeSpan ApprovalValidFor,
    TradingMode OnWithdrawal)
{
    private static readonly (string Text, TradingMode Value)[] Withdrawals =
    [
        ("accept", TradingMode.Active),
        ("cancel-only", TradingMode.CancelOnly),
        ("halted", TradingMode.Halted),
    ];

    public static EmergencySettings Read(ConfigReader reader)
    {
        var settings = new EmergencySettings(
            reader.Choice("initial-mode", TradingModes.Spellings),
            Above("beat-every", TimeSpan.Zero),
            reader.Span("gate-stale-after"),
            Above("barrier-deadline", TimeSpan.Zero),
            Above("journal-deadline", TimeSpan.Zero),
            reader.Switch("resume-by-two"),
            Above("approval-valid-for", TimeSpan.Zero),
            reader.Choice("on-withdrawal", Withdrawals));
        reader.Finish();
        if (settings.GateStaleAfter < 2 * settings.BeatEvery)
            throw new ConfigKeyException($"{reader.Path}.gate-stale-after",
                "must be at least twice beat-every, so that one late beat does not close the gate");
        return settings;

        TimeSpan Above(string key, TimeSpan limit) => reader.Span(key) is var span && span > limit
            ? span
            : throw new ConfigKeyException($"{reader.Path}.{key}", "must be above zero");
    }
}
