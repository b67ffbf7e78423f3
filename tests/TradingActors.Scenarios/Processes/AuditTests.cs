using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Scenarios.Processes;

/// <summary>
/// The audit record of a real node: intact through a kill, and never again once somebody has been at it.
/// </summary>
[Trait("Control", "C23")]
[Trait("Control", "S6")]
public sealed class AuditTests(ITestOutputHelper output) : IDisposable
{
    private const int RowsWanted = 40;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trading-actors-audit-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task a_record_survives_kill_9_and_shows_what_was_changed_while_no_node_ran()
    {
        await RunUntilAsync(async () => File.Exists(Path.Combine(Data, "audit.db"))
            && (await VerifyAsync()).Main["sealed_to"]?.GetValue<int>() > RowsWanted);
        Assert.Equal(0, (await VerifyAsync()).ExitCode);

        // What its books come to is not the question: on a slow machine it ends before a comparison.
        var (_, summary, errors) = await NodeProcess.RunAsync([.. Arguments, "--for", "5s", "--json"]);
        Assert.True(summary.Contains("\"ended_by\"", StringComparison.Ordinal), summary + errors);
        var (exitCode, main) = await VerifyAsync();
        Assert.Equal((0, 0), (exitCode, main["unsealed"]!.GetValue<int>()));
        Assert.Equal(main["last"]!.GetValue<long>(), main["anchored_to"]!.GetValue<long>());

        var row = Forge();
        await RunUntilAsync(async () =>
            (await NodeProcess.RunAsync("audit", "log", "--data", Data, "--limit", "10000", "--json")).Output
                .Contains("(AuditBroken)", StringComparison.Ordinal));

        (exitCode, main) = await VerifyAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains(main["findings"]!.AsArray(), f => f!["kind"]!.GetValue<string>() == "edited"
            && f["first"]!.GetValue<long>() == row && f["last"]!.GetValue<long>() == row);
    }

    private string Data => Path.Combine(_directory.FullName, "node");

    private string[] Arguments => ["--data", Data, "--http", "http://127.0.0.1:0"];

    /// <summary>A life that is killed once something can be seen.</summary>
    private async Task RunUntilAsync(Func<Task<bool>> isSeen)
    {
        using var node = NodeProcess.Start(Arguments);
        for (var deadline = DateTime.UtcNow.AddSeconds(120); !await isSeen(); await Task.Delay(500))
        {
            Assert.False(node.HasExited, node.Errors);
            Assert.True(DateTime.UtcNow < deadline, $"it was not seen\n{node.Errors}");
        }

        node.KillHard();
    }

    /// <summary>Somebody else's name on an order: a change that a replay does not notice.</summary>
    private long Forge()
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(Data, "journal.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            UPDATE journal SET message =
                cast(replace(message, '"strategy":"quoter"', '"strategy":"nobody"') AS BLOB)
            WHERE sequence_number = (SELECT min(sequence_number) FROM journal WHERE manifest = 'order.intent.v1')
            RETURNING sequence_number
            """;
        return (long)command.ExecuteScalar()!;
    }

    private async Task<(int ExitCode, JsonNode Main)> VerifyAsync()
    {
        var (exitCode, report, errors) =
            await NodeProcess.RunAsync("audit", "verify", "--data", Data, "--json");
        output.WriteLine(report + errors);
        var streams = JsonNode.Parse(report)!["streams"]!.AsArray();
        return (exitCode, streams.FirstOrDefault(s => s!["stream"]!.GetValue<string>() == "account-main")
            ?? new JsonObject());
    }
}
