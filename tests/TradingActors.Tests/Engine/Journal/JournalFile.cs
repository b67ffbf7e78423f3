using Microsoft.Data.Sqlite;
using TradingActors.Engine.Journal;

namespace TradingActors.Tests.Engine.Journal;

/// <summary>
/// A journal's file as the plug-in writes it, which a test may write to and tamper with at will.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private readonly DirectoryInfo? _own;

    public JournalFile()
    {
        _own = Directory.CreateTempSubdirectory("journal-");
        File = Path.Combine(_own.FullName, "journal.db");
        SqliteJournal.Open(File);
    }

    public JournalFile(string file)
    {
        File = file;
        SqliteJournal.Open(File);
    }

    public string File { get; }

    /// <summary>Appends to the stream, each event under the next sequence number.</summary>
    public void Write(string stream, params IReadOnlyList<IJournaled> events)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest,
                identifier, writer_uuid)
            VALUES (0, 0, $stream, (SELECT coalesce(max(sequence_number), 0) + 1 FROM journal
                WHERE persistence_id = $stream), $message, $manifest, 7001, 'writer')
            """;
        command.Parameters.AddWithValue("$stream", stream);
        var message = command.Parameters.Add("$message", SqliteType.Blob);
        var manifest = command.Parameters.Add("$manifest", SqliteType.Text);
        foreach (var on in events)
        {
            (manifest.Value, message.Value) = JournalSerializer.Encode(on);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Changes the file as nobody should.</summary>
    public void Run(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => _own?.Delete(recursive: true);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = File,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }
}
