using Microsoft.Data.Sqlite;

namespace TradingActors.Engine.Journal;

/// <summary>
/// Reads a journal's SQLite file without an actor system and without being able to write to it, also while
/// a node writes. Rows are read a page at a time, each page in a transaction of its own, so that a long
/// reading never keeps the writer's log from being folded back into the file.
/// </summary>
public sealed class JournalReader : IDisposable
{
    public const int PageRows = 1_000;

    private readonly string _file;
    private readonly SqliteConnection _connection;

    private JournalReader(string file, SqliteConnection connection)
    {
        _file = file;
        _connection = connection;
    }

    /// <exception cref="JournalUnfitException">There is no such file, or it is no journal.</exception>
    public static JournalReader Open(string file)
    {
        if (!File.Exists(file))
            throw new JournalUnfitException(file, "there is no such file");

        // Not pooled: who reads evidence must not keep the file open after having read it.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 10,
        }.ToString());
        try
        {
            connection.Open();
            var reader = new JournalReader(file, connection);
            reader.Streams();
            return reader;
        }
        catch (Exception e) when (e is SqliteException or JournalUnfitException)
        {
            connection.Dispose();
            throw e as JournalUnfitException ?? new JournalUnfitException(file, e.Message, e);
        }
    }

    /// <summary>The persistence ids of the file, in the order of their spelling.</summary>
    public IReadOnlyList<string> Streams() => Ids("journal");

    /// <summary>The persistence ids that have a snapshot.</summary>
    public IReadOnlyList<string> SnapshotStreams() => Ids("snapshot");

    /// <summary>
    /// At most <paramref name="max"/> rows of the stream that follow <paramref name="after"/>, in order. Rows
    /// that are marked as deleted are left out, as a recovery leaves them out.
    /// </summary>
    public IReadOnlyList<JournalRow> Page(string persistenceId, long after, int max = PageRows) => Page("""
        SELECT sequence_number, coalesce(identifier, -1), coalesce(manifest, ''), message FROM journal
        WHERE persistence_id = $stream AND sequence_number > $after AND deleted = 0
        ORDER BY sequence_number LIMIT $max
        """, persistenceId, after, max);

    /// <summary>
    /// As <see cref="Page(string, long, int)"/>, of the snapshots: few and large.
    /// </summary>
    public IReadOnlyList<JournalRow> SnapshotPage(string persistenceId, long after, int max) => Page("""
        SELECT sequence_number, coalesce(serializer_id, -1), coalesce(manifest, ''),
            coalesce(snapshot, x'') FROM snapshot
        WHERE persistence_id = $stream AND sequence_number > $after ORDER BY sequence_number LIMIT $max
        """, persistenceId, after, max);

    /// <summary>The rows of the stream that follow <paramref name="after"/>, in order, to its end.</summary>
    public IEnumerable<JournalRow> Rows(string persistenceId, long after = 0)
    {
        while (true)
        {
            var page = Page(persistenceId, after);
            foreach (var row in page)
                yield return row;
            if (page.Count < PageRows)
                yield break;

            after = page[^1].SequenceNumber;
        }
    }

    /// <summary>The events of the stream in order, decoded.</summary>
    /// <exception cref="JournalUnfitException">A row cannot be read by this build.</exception>
    public IEnumerable<(long SequenceNumber, object Event)> Read(string persistenceId)
    {
        foreach (var row in Rows(persistenceId))
            yield return (row.SequenceNumber, Decoded(persistenceId, row));
    }

    public void Dispose() => _connection.Dispose();

    private object Decoded(string stream, JournalRow row)
    {
        try
        {
            return row.Decode();
        }
        catch (System.Runtime.Serialization.SerializationException e)
        {
            throw new JournalUnfitException(
                _file, $"event {row.SequenceNumber} of stream {stream} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>One step along the index a stream, instead of a look at each row.</summary>
    private List<string> Ids(string table)
    {
        using var command = Command($"""
            WITH RECURSIVE stream(id) AS (
                SELECT min(persistence_id) FROM {table}
                UNION ALL
                SELECT (SELECT min(persistence_id) FROM {table} WHERE persistence_id > stream.id)
                FROM stream WHERE stream.id IS NOT NULL)
            SELECT id FROM stream WHERE id IS NOT NULL
            """);
        return Guarded(() =>
        {
            var ids = new List<string>();
            using var reader = command.ExecuteReader();
            while (reader.Read())
                ids.Add(reader.GetString(0));
            return ids;
        });
    }

    private List<JournalRow> Page(string sql, string persistenceId, long after, int max)
    {
        using var command = Command(sql);
        command.Parameters.AddWithValue("$stream", persistenceId);
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$max", max);
        return Guarded(() =>
        {
            var rows = new List<JournalRow>();
            using var reader = command.ExecuteReader();
            while (reader.Read())
                rows.Add(new JournalRow(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2),
                    reader.GetFieldValue<byte[]>(3)));
            return rows;
        });
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException)
        {
            throw new JournalUnfitException(_file, e.Message, e);
        }
    }
}
