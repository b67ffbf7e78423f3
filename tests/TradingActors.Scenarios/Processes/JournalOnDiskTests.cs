using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Scenarios.Processes;

/// <summary>
/// The node's own journal on a disk that fails, while it trades: the gate closes, nothing is lost or doubled
/// by the venue's ledger, and trading comes back by itself when the disk does.
/// </summary>
public sealed class JournalOnDiskTests(ITestOutputHelper output)
{
    /// <summary>Several quoters in a hurry, so that whatever fails finds orders in every state.</summary>
    private static readonly string Crowd = $$"""
        trading-actors.orders.not-found-after = 1s
        trading-actors.accounts.main {
          risk {
            order-rate-max = 5000, order-rate-hard = off, duplicate-window = 1ms
            strategies.default { reentries-max = off, rejects-max = off }
          }
          enabled-strategies = [q1, q2, q3, q4, q5]
          strategies {
            {{Quoter("q1", "0.4")}}
            {{Quoter("q2", "1")}}
            {{Quoter("q3", "3")}}
            {{Quoter("q4", "6")}}
            {{Quoter("q5", "9")}}
          }
        }
        """;

    private const string Closed = "main mode HALTED";
    private const string Open = "main mode ACTIVE";

    [SmallDiskFact]
    public async Task a_full_disk_stops_trading_until_there_is_room()
    {
        using var disk = SmallDisk.Mount();
        await FailsAndComesBackAsync(disk.Path, _ => disk.Fill(), _ => disk.MakeRoom());
    }

    [SmallDiskFact]
    [Trait("Control", "C10")]
    public async Task a_halt_on_a_full_disk_holds_and_is_journaled_when_there_is_room()
    {
        using var disk = SmallDisk.Mount();
        using var pair = await TradingPair.StartAsync(Crowd, disk.Path);
        using var node = pair.StartNode();
        await pair.UntilTradingAsync(node);
        using var control = new HttpClient { BaseAddress = Address(node) };
        disk.Fill();

        using var answer = await control.PostAsJsonAsync(
            "/engine/v1/emergency/halt", new { reason = "the disk is full" });
        var halt = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        output.WriteLine(halt.ToJsonString());
        var taken = await pair.OrdersAsync();
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(taken, await pair.OrdersAsync());

        disk.MakeRoom();
        var progress = $"/engine/v1/emergency/halts/{halt["halt_id"]}";
        await TradingPair.UntilAsync(node, async () =>
            JsonNode.Parse(await control.GetStringAsync(progress))!["durability"]!.ToString() == "journal",
            "journaled halt");
        Assert.Equal(taken, await pair.OrdersAsync());
        var emergency = JsonNode.Parse(await control.GetStringAsync("/engine/v1/emergency"))!;
        Assert.Equal("halted", emergency["mode"]!.ToString());
    }

    [ImmutableFact]
    public async Task a_journal_that_becomes_read_only_stops_trading_until_it_can_be_written()
    {
        await FailsAndComesBackAsync(null,
            journal =>
            {
                Immutable.Set(journal + "-wal");
                Immutable.Set(journal);
            },
            journal =>
            {
                Immutable.Clear(journal + "-wal");
                Immutable.Clear(journal);
            });
    }

    [Fact]
    public async Task a_journal_that_somebody_locks_stops_trading_until_it_is_free()
    {
        SqliteConnection? locker = null;
        await FailsAndComesBackAsync(null,
            journal =>
            {
                locker = new SqliteConnection($"Data Source={journal};Pooling=False");
                locker.Open();
                Run(locker, "BEGIN IMMEDIATE");
            },
            _ =>
            {
                Run(locker!, "ROLLBACK");
                locker!.Dispose();
            });
    }

    [Fact]
    [Trait("Control", "C08")]
    public async Task kills_in_the_middle_of_group_commits_lose_double_and_oversubscribe_nothing()
    {
        using var pair = await TradingPair.StartAsync(Crowd);
        for (var kill = 1; kill <= 3; kill++)
        {
            using var node = pair.StartNode();
            await pair.UntilTradingAsync(node);
            node.KillHard();
        }

        output.WriteLine($"{await pair.OrdersAsync()} orders at the venue");
        await pair.FinishAndJudgeAsync();
    }

    private async Task FailsAndComesBackAsync(string? data, Action<string> breakIt, Action<string> mendIt)
    {
        using var pair = await TradingPair.StartAsync(Crowd, data);
        using (var node = pair.StartNode())
        {
            await pair.UntilTradingAsync(node);
            var (closed, open) = (TradingPair.Count(node, Closed), 0);
            breakIt(pair.Journal);
            try
            {
                await pair.UntilSaidAsync(node, Closed, closed);
                open = TradingPair.Count(node, Open);
                var taken = await pair.OrdersAsync();
                await Task.Delay(TimeSpan.FromSeconds(2));
                Assert.Equal(taken, await pair.OrdersAsync());
                Assert.Equal(open, TradingPair.Count(node, Open));
            }
            finally
            {
                mendIt(pair.Journal);
            }

            await pair.UntilSaidAsync(node, Open, open);
            await pair.UntilTradingAsync(node);
            output.WriteLine(string.Join('\n', node.Output.Split('\n').Where(l => l.Contains("main mode"))));
            await TradingPair.StopWellAsync(node);
        }

        await pair.FinishAndJudgeAsync();
    }

    private static string Quoter(string name, string spread) => $$"""
        {{name}} {
          kind = two-sided-quoter
          symbols = [BTCUSDT]
          settings {
            spread-bps = {{spread}}, size = 0.01, position-target = 1, inventory-max = 0.2, skew-bps = 2
            requote-bps = 0, requote-interval = 20ms, pause-after-refusal = 50ms, quote-age-max = 3s
          }
        }
        """;

    private static Uri Address(NodeProcess node) =>
        new(node.Output.Split('\n').First(l => l.StartsWith("listening on ")).Split(' ', ',')[2]);

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
