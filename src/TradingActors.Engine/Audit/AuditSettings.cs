namespace TradingActors.Engine.Audit;

/// <summary>
/// How the journals are sealed: every <paramref name="SealEvery"/>, at most <paramref name="SealRowsMax"/>
/// rows of a stream in a turn, with an anchor every <paramref name="AnchorEvery"/>. After a start and again
/// <paramref name="CheckEvery"/> after it was through, everything that was sealed before is read again,
/// <paramref name="CheckRowsMax"/> rows a turn.
/// </summary>
public sealed record AuditSettings(
    TimeSpan SealEvery, TimeSpan AnchorEvery, TimeSpan CheckEvery, int SealRowsMax, int CheckRowsMax)
{
    public static AuditSettings Read(ConfigReader reader)
    {
        var settings = new AuditSettings(
            reader.Span("seal-every"),
            reader.Span("anchor-every"),
            reader.Span("check-every"),
            reader.Whole("seal-rows-max", 1, 100_000),
            reader.Whole("check-rows-max", 1, 100_000));
        reader.Finish();
        return settings;
    }
}
