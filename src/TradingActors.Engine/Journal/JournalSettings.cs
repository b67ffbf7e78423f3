namespace TradingActors.Engine.Journal;

/// <summary>
/// Which plug-ins hold the accounts' streams and, apart from them so that orders never delay a halt, the
/// emergency
/// stream. A snapshot is saved every <paramref name="SnapshotEvery"/> events;
/// forgotten ids go to the index <paramref name="IndexBatch"/> at a time.
/// </summary>
public sealed record JournalSettings(
    string JournalPlugin,
    string SnapshotPlugin,
    string EmergencyJournalPlugin,
    string EmergencySnapshotPlugin,
    int SnapshotEvery = 20_000,
    int IndexBatch = 500)
{
    public static JournalSettings Read(ConfigReader reader)
    {
        var settings = new JournalSettings(
            reader.Text("journal-plugin"),
            reader.Text("snapshot-plugin"),
            reader.Text("emergency-journal-plugin"),
            reader.Text("emergency-snapshot-plugin"),
            reader.Whole("snapshot-every", 100),
            reader.Whole("index-batch", 1, 10_000));
        reader.Finish();
        return settings;
    }
}
