using System.Text.Json;
using Microsoft.Data.Sqlite;
using TradingActors.Domain;

namespace TradingActors.Engine.Journal;

/// <summary>
/// What became of the client order ids that an account no longer remembers, on disk: an id is unique for
/// ever, not
/// only while it is in memory. Rows are added when the fold forgets them, before a snapshot is saved, so
/// memory and
/// index together always know every id. A projection of the stream: it may be deleted at any time and is
/// rebuilt.
/// </summary>
public interface IIntentIndex : IDisposable
{
    /// <summary>
    /// Everything that the stream's fold had forgotten up to this sequence number is in the index.
    /// </summary>
    long LastSequenceNumber { get; }

    /// <summary>What became of the id, null when the account never used it (or still remembers it).</summary>
    KnownIntent? Find(ClientOrderId id);

    /// <summary>
    /// Adds what was forgotten and moves <see cref="LastSequenceNumber"/> on, in one transaction.
    /// </summary>
    void Add(IReadOnlyList<KnownIntent> forgotten, long lastSequenceNumber);

    /// <summary>Empties the index: it belongs to another stream, and is made again from this one.</summary>
    void Clear();
}

/// <summary>
/// The index in SQLite. Not fsynced (synchronous=NORMAL in WAL): what a power cut takes is found missing at
/// the next
/// start by <see cref="LastSequenceNumber"/> and written again from the stream.
/// </summary>
public sealed class SqliteIntentIndex : IIntentIndex
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _add;
    private readonly SqliteCommand _move;
    private readonly SqliteCommand _clear;

    public SqliteIntentIndex(string file, string account)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file }.ToString());
        try
        {
            _connection.Open();
            Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;");
            Run("""
                CREATE TABLE IF NOT EXISTS intents (account TEXT NOT NULL, client_order_id TEXT NOT NULL,
                    body BLOB NOT NULL, PRIMARY KEY (account, client_order_id)) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS progress (
                    account TEXT PRIMARY KEY, sequence_number INTEGER NOT NULL)
                    WITHOUT ROWID;
                """);
            _find = Prepare(
                "SELECT body FROM intents WHERE account=$account AND client_order_id=$id", account, "$id");
            _add = Prepare(
                "INSERT OR REPLACE INTO intents VALUES ($account, $id, $body)", account, "$id", "$body");
            _move = Prepare("""
                INSERT INTO progress VALUES ($account, $sequence)
                ON CONFLICT (account) DO UPDATE SET sequence_number = excluded.sequence_number
                """, account, "$sequence");
            _clear = Prepare("""
                DELETE FROM intents WHERE account=$account; DELETE FROM progress WHERE account=$account
                """, account);
            using var read = Prepare("SELECT sequence_number FROM progress WHERE account=$account", account);
            LastSequenceNumber = read.ExecuteScalar() as long? ?? 0;
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public long LastSequenceNumber { get; private set; }

    public KnownIntent? Find(ClientOrderId id)
    {
        _find.Parameters["$id"].Value = id.Value;
        return _find.ExecuteScalar() is byte[] body
            ? JsonSerializer.Deserialize(body, JournalJson.Default.KnownIntent)
            : null;
    }

    public void Add(IReadOnlyList<KnownIntent> forgotten, long lastSequenceNumber)
    {
        using var transaction = _connection.BeginTransaction();
        _add.Transaction = transaction;
        _move.Transaction = transaction;
        foreach (var intent in forgotten)
        {
            _add.Parameters["$id"].Value = intent.Request.ClientOrderId.Value;
            _add.Parameters["$body"].Value =
                JsonSerializer.SerializeToUtf8Bytes(intent, JournalJson.Default.KnownIntent);
            _add.ExecuteNonQuery();
        }

        _move.Parameters["$sequence"].Value = lastSequenceNumber;
        _move.ExecuteNonQuery();
        transaction.Commit();
        _add.Transaction = null;
        _move.Transaction = null;
        LastSequenceNumber = lastSequenceNumber;
    }

    public void Clear()
    {
        _clear.ExecuteNonQuery();
        LastSequenceNumber = 0;
    }

    public void Dispose()
    {
        _clear.Dispose();
        _find.Dispose();
        _add.Dispose();
        _move.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, string account, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$account", account);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter, DBNull.Value);
        return command;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
