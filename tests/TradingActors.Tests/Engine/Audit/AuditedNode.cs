using Microsoft.Data.Sqlite;
using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Tests.Engine.Journal;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Audit;

/// <summary>A node's data directory with a sealed record, which a test may tamper with at will.</summary>
internal sealed class AuditedNode : IDisposable
{
    public const string Main = "account-main";
    public const int Rows = 12;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("audit-");

    public AuditedNode()
    {
        Files = AuditFiles.In(_directory.FullName);
        Journal = new JournalFile(Files.Journals[0]);
        Emergency = new JournalFile(Files.Journals[1]);
        for (var row = 1; row <= Rows; row++)
            Write(row);
        Journal.Write("account-b", new OwnershipTaken(1, "node", Some.Time));
        Emergency.Write("emergency", new InitialModeTaken(TradingMode.Active, Some.Time), new HoldRaised(
            new Hold(HoldCause.Operator, Scope.Everything, TradingMode.Halted, "r", "ann", Some.Time, "h1"),
            Some.Time));
        Seal();
    }

    public AuditFiles Files { get; }

    public JournalFile Journal { get; }

    public JournalFile Emergency { get; }

    public string Path => _directory.FullName;

    public void Write(int row) =>
        Journal.Write(Main, new BalanceTransferred(new Asset("USDT"), row, Some.Time));

    public void Seal()
    {
        using var sealer = Sealer.Open(Files);
        while (sealer.Seal(5))
        {
        }
    }

    /// <summary>Seals and anchors everything; the anchors go to the file too.</summary>
    public IReadOnlyList<AuditAnchor> Anchor()
    {
        using var sealer = Sealer.Open(Files);
        while (sealer.Seal(5))
        {
        }

        var anchors = sealer.TakeAnchors(Some.Time);
        AnchorFile.Append(Files.Anchors, anchors);
        return anchors;
    }

    public AuditReport Verify(IReadOnlyList<AuditAnchor>? anchors = null) =>
        AuditVerifier.Verify(Files, anchors ?? []);

    /// <summary>Everything that is found, as <c>Kind first-last</c> of the main account's stream.</summary>
    public IReadOnlyList<string> Found(IReadOnlyList<AuditAnchor>? anchors = null)
    {
        var report = Verify(anchors);
        Xunit.Assert.All(report.Streams.SelectMany(s => s.Findings), f => Xunit.Assert.Equal(Main, f.Stream));
        return [.. report.Findings.Concat(report.Streams.SelectMany(s => s.Findings))
            .Select(f => $"{f.Kind} {f.First}-{f.Last}")];
    }

    /// <summary>Changes the seals as nobody should.</summary>
    public void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Files.Seals};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void ForgetSeals()
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(Files.Seals + suffix);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
