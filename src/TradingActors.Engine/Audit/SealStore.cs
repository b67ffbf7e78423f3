using Microsoft.Data.Sqlite;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Audit;

/// <summary>
/// The seals in a SQLite file of their own, so that sealing never waits for the journal's writer nor it for
/// sealing. Each commit waits for the disk: an anchor must never be ahead of the seals.
/// </summary>
public sealed class SealStore : IDisposable
{
    private readonly string _file;
    private readonly SqliteConnection _connection;

    private SealStore(string file, SqliteConnection connection)
    {
        _file = file;
        _connection = connection;
    }

    /// <summary>Opens the file to append to it, making it where it is missing.</summary>
    /// <exception cref="JournalUnfitException">It cannot be opened or is no such file.</exception>
    public static SealStore Open(string file)
    {
        var store = Connect(file, SqliteOpenMode.ReadWriteCreate);
        store.Guarded(() => store.Run("""
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=FULL;
            CREATE TABLE IF NOT EXISTS seals (stream TEXT NOT NULL, sequence_number INTEGER NOT NULL,
                content BLOB NOT NULL, chain BLOB NOT NULL, PRIMARY KEY (stream, sequence_number))
                WITHOUT ROWID;
            """));
        return store;
    }

    /// <summary>Opens the file to read it alone.</summary>
    /// <exception cref="JournalUnfitException">There is no such file, or it holds no seals.</exception>
    public static SealStore OpenToRead(string file)
    {
        if (!File.Exists(file))
            throw new JournalUnfitException(file, "there is no such file");

        var store = Connect(file, SqliteOpenMode.ReadOnly);
        store.Streams();
        return store;
    }

    public IReadOnlyList<string> Streams() => Guarded(() =>
    {
        using var command = Command("""
            WITH RECURSIVE stream(id) AS (
                SELECT min(stream) FROM seals
                UNION ALL
                SELECT (SELECT min(stream) FROM seals WHERE stream > id) FROM stream WHERE id IS NOT NULL)
            SELECT id FROM stream WHERE id IS NOT NULL
            """);
        var streams = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            streams.Add(reader.GetString(0));
        return streams;
    });

    /// <summary>The stream's last seal, null where nothing of it is sealed.</summary>
    public SealedRow? Head(string stream) => Read("""
        SELECT sequence_number, content, chain FROM seals WHERE stream = $stream
        ORDER BY sequence_number DESC LIMIT 1
        """, stream, 0, 0, 1).FirstOrDefault();

    /// <summary>The seals of the stream up to <paramref name="upTo"/>, in order.</summary>
    public IEnumerable<SealedRow> Rows(string stream, long upTo)
    {
        for (var after = 0L; ;)
        {
            var page = Read("""
                SELECT sequence_number, content, chain FROM seals
                WHERE stream = $stream AND sequence_number > $after AND sequence_number <= $upTo
                ORDER BY sequence_number LIMIT $max
                """, stream, after, upTo, JournalReader.PageRows);
            foreach (var row in page)
                yield return row;
            if (page.Count < JournalReader.PageRows)
                yield break;

            after = page[^1].SequenceNumber;
        }
    }

    public void Append(string stream, IReadOnlyList<SealedRow> rows) => Guarded(() =>
    {
        using var transaction = _connection.BeginTransaction();
        using var command = Command("INSERT INTO seals VALUES ($stream, $sequence, $content, $chain)");
        command.Transaction = transaction;
        command.Parameters.AddWithValue("$stream", stream);
        var sequence = command.Parameters.Add("$sequence", SqliteType.Integer);
        var content = command.Parameters.Add("$content", SqliteType.Blob);
        var chain = command.Parameters.Add("$chain", SqliteType.Blob);
        foreach (var row in rows)
        {
            (sequence.Value, content.Value, chain.Value) = (row.SequenceNumber, row.Content, row.Chain);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        return rows.Count;
    });

    public void Dispose() => _connection.Dispose();

    private static SealStore Connect(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 10,
        }.ToString());
        try
        {
            connection.Open();
            return new SealStore(file, connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new JournalUnfitException(file, e.Message, e);
        }
    }

    private List<SealedRow> Read(string sql, string stream, long after, long upTo, int max) => Guarded(() =>
    {
        using var command = Command(sql);
        command.Parameters.AddWithValue("$stream", stream);
        if (upTo > 0)
        {
            command.Parameters.AddWithValue("$after", after);
            command.Parameters.AddWithValue("$upTo", upTo);
            command.Parameters.AddWithValue("$max", max);
        }

        var rows = new List<SealedRow>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            rows.Add(new SealedRow(
                reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2)));
        return rows;
    });

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private int Run(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteNonQuery();
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException)
        {
            _connection.Dispose();
            throw new JournalUnfitException(_file, e.Message, e);
        }
    }
}
