using Akka.Persistence.Sql.Config;
using LinqToDB;
using Microsoft.Data.Sqlite;

namespace TradingActors.Engine.Journal;

/// <summary>
/// One SQLite file that a journal plug-in and its snapshot store write to, made fit before any actor starts:
/// write-ahead log, the tables in one transaction, and the uniqueness of (persistence id, sequence number),
/// which is
/// what refuses a second writer.
/// </summary>
public sealed class SqliteJournal
{
    private static readonly string[] UniqueColumns = ["persistence_id", "sequence_number"];

    private readonly string _file;
    private readonly string _connectionString;

    private SqliteJournal(string file)
    {
        _file = file;
        _connectionString =
            new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 10 }.ToString();
    }

    /// <summary>
    /// Opens the file, creating it and its tables where they are missing; throws when it is not fit.
    /// </summary>
    /// <exception cref="JournalUnfitException">The file cannot be opened, is no journal, or lacks its
    /// constraint.</exception>
    public static SqliteJournal Open(string file)
    {
        var journal = new SqliteJournal(file);
        try
        {
            journal.Prepare();
        }
        catch (SqliteException e)
        {
            throw new JournalUnfitException(file, e.Message, e);
        }

        return journal;
    }

    /// <summary>Gives each plug-in its own file; a plug-in is named by its configuration path.</summary>
    public static MultiDataOptionsSetup Setup(params (SqliteJournal Journal, string[] Plugins)[] owners)
    {
        var setup = new MultiDataOptionsSetup();
        foreach (var (journal, plugins) in owners)
            foreach (var plugin in plugins)
                setup.AddDataOptions(plugin, journal.DataOptions());
        return setup;
    }

    /// <summary>
    /// How the plug-ins open the file. SQLite's driver completes its asynchronous calls at once, which keeps
    /// the
    /// plug-in from ever seeing two writes to put into one transaction; a real yield at each open brings
    /// batches back.
    /// </summary>
    private DataOptions DataOptions() => new DataOptions()
        .UseConnectionString(ProviderName.SQLiteMS, _connectionString)
        .UseAfterConnectionOpened(
            connection => MakeDurable((SqliteConnection)connection),
            async (connection, _) =>
            {
                MakeDurable((SqliteConnection)connection);
                await Task.Yield();
            });

    private void Prepare()
    {
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        if (Read(connection, "PRAGMA journal_mode=WAL") is not "wal" and var mode)
            throw new JournalUnfitException(
                _file, $"the write-ahead log cannot be used here, SQLite offers '{mode}'");

        MakeDurable(connection);
        CreateTables(connection);
        if (!HasUniqueness(connection))
            throw new JournalUnfitException(_file,
                "table journal has no unique index on exactly (persistence_id, sequence_number); without it "
                + "two writers could interleave unnoticed");
    }

    /// <summary>
    /// In one transaction, because a kill between table and index would leave a journal without its
    /// constraint. A table
    /// that exists is left as it is: mending it here could hide that two writers have been at it.
    /// </summary>
    private static void CreateTables(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        const string Existing = "SELECT name FROM sqlite_master WHERE type='table' AND name='journal'";
        if (Read(connection, Existing, transaction) is null)
            Run(connection, JournalTable, transaction);
        Run(connection, SnapshotTable, transaction);
        transaction.Commit();
    }

    /// <summary>Each commit waits for the disk; the setting is a connection's, not the file's.</summary>
    private static void MakeDurable(SqliteConnection connection) =>
        Run(connection, "PRAGMA synchronous=FULL");

    private static bool HasUniqueness(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT list.name, group_concat(info.name, ',') FROM pragma_index_list('journal') AS list
            JOIN pragma_index_info(list.name) AS info WHERE list."unique" = 1 AND list.partial = 0
            GROUP BY list.name
            """;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            if (reader.GetString(1).Split(',').Order(StringComparer.Ordinal).SequenceEqual(UniqueColumns))
                return true;
        return false;
    }

    private static string? Read(
        SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command.ExecuteScalar() as string;
    }

    private static void Run(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// The plug-in's columns, with the one index that recovery and the second writer's refusal need.
    /// </summary>
    private const string JournalTable = """
        CREATE TABLE journal (
            ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            created INTEGER NOT NULL,
            deleted BIT NOT NULL,
            persistence_id NVARCHAR(255) NOT NULL,
            sequence_number INTEGER NOT NULL,
            message VARBINARY NOT NULL,
            tags NVARCHAR(100) NULL,
            manifest NVARCHAR(500) NULL,
            identifier INTEGER NULL,
            writer_uuid NVARCHAR(128) NULL);
        CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number);
        """;

    private const string SnapshotTable = """
        CREATE TABLE IF NOT EXISTS snapshot (
            persistence_id NVARCHAR(255) NOT NULL,
            sequence_number INTEGER NOT NULL,
            created INTEGER NOT NULL,
            snapshot VARBINARY NULL,
            manifest NVARCHAR(500) NULL,
            serializer_id INTEGER NULL,
            CONSTRAINT PK_snapshot PRIMARY KEY (persistence_id, sequence_number));
        """;
}
