using System.Text;
using System.Text.Json;
using NSec.Cryptography;
using TradingActors.Engine.Emergency;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;
using TradingActors.Node.Hosting;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.Node.Hosting;

/// <summary>A whole node at a "testnet" that is a simulated venue, over real sockets.</summary>
public sealed class LiveRunTests : IAsyncLifetime
{
    private const string Key = "canary-key-71d3b0";
    private const string Secret = "canary-secret-e95a42";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("liverun-");
    private readonly Key _signing = NSec.Cryptography.Key.Create(
        SignatureAlgorithm.Ed25519,
        new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });

    private SimulatedVenueHost _venue = null!;

    public Task InitializeAsync() => StartVenueAsync(canWithdraw: false);

    public async Task DisposeAsync()
    {
        await _venue.DisposeAsync();
        _signing.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task starts_halted_and_changes_keys_while_it_runs_without_telling_one()
    {
        var options = Options();
        var pem = Encoding.ASCII.GetString(_signing.Export(KeyBlobFormat.PkixPrivateKeyText));
        await using (var run = await NodeRun.StartAsync(options, Plan(options), logToStderr: false))
        {
            var state = await UntilAsync(run, s => s is { Mode: TradingMode.Halted, Accounts.Count: 1 });
            Assert.Equal("testnet", state.Environment);
            AssertSilent(JsonSerializer.Serialize(state, ControlJson.Options), pem);

            Keep(Secret + "x");
            var refused = Assert.Single((await run.Control.ReloadKeysAsync(null)).Keys);
            Assert.Equal(KeyOutcome.Refused, refused.Outcome);
            Assert.Contains("-1022", refused.Reason, StringComparison.Ordinal);

            Keep(pem);
            Assert.Equal(
                KeyOutcome.Replaced, Assert.Single((await run.Control.ReloadKeysAsync("main")).Keys).Outcome);
            Assert.Equal(
                KeyOutcome.Unchanged, Assert.Single((await run.Control.ReloadKeysAsync("main")).Keys).Outcome);
            Assert.Empty((await run.Control.ReloadKeysAsync("nobody")).Keys);

            var summary = await run.StopAsync("the test");
            AssertSilent(JsonSerializer.Serialize(summary, ControlJson.Options), pem);
            AssertSilent(refused.ToString(), pem);
            Assert.True(summary.IsGood, string.Join("; ", summary.Problems));
        }

        foreach (var file in Directory.GetFiles(Path.Combine(options.DataDirectory, "logs")))
            AssertSilent(await File.ReadAllTextAsync(file), pem);
        AssertSilent(Plan(options).ToString(), pem);
    }

    [Fact]
    public async Task a_key_that_may_withdraw_starts_nothing()
    {
        await _venue.DisposeAsync();
        await StartVenueAsync(canWithdraw: true);
        var options = Options();

        var refused = await Assert.ThrowsAsync<ConfigurationException>(
            () => NodeRun.StartAsync(options, Plan(options), logToStderr: false));

        Assert.Contains("the key may withdraw", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(options.DataDirectory, "journal.db")));
        AssertSilent(refused.ToString(), "-");
    }

    [Fact]
    public async Task a_venue_that_does_not_answer_is_no_reason_to_trust_a_key()
    {
        var options = Options();
        await _venue.DisposeAsync();

        await Assert.ThrowsAsync<VenueUnreachableException>(
            () => NodeRun.StartAsync(options, Plan(options), logToStderr: false));

        await StartVenueAsync(canWithdraw: false);
    }

    [Fact]
    public async Task a_halt_file_that_cannot_be_read_refuses_the_start_and_names_its_line()
    {
        var options = Options();
        Directory.CreateDirectory(options.DataDirectory);
        var file = Path.Combine(options.DataDirectory, HaltFile.Name);
        await File.WriteAllTextAsync(file, "{\n  \"version\": 1,\n  \"holds\": [\n");

        var refused = await Assert.ThrowsAsync<HaltFileException>(
            () => NodeRun.StartAsync(options, Plan(options), logToStderr: false));

        Assert.Contains($"halt file {file}: line 4 cannot be read", refused.Message, StringComparison.Ordinal);
    }

    private async Task StartVenueAsync(bool canWithdraw) => _venue = await SimulatedVenueHost.StartAsync(
        new SimulatedVenueSettings
        {
            Accounts =
            [
                new VenueAccountSettings
                {
                    ApiKey = Key,
                    Secret = Secret,
                    Ed25519PublicKey = Encoding.ASCII.GetString(
                        _signing.PublicKey.Export(KeyBlobFormat.PkixPublicKeyText)),
                    CanWithdraw = canWithdraw,
                },
            ],
        },
        TimeProvider.System, CancellationToken.None);

    private void Keep(string text, string name = "secret")
    {
        var file = Path.Combine(_directory.FullName, name);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private RunOptions Options()
    {
        Keep(Secret);
        Keep(Key, "key");
        var file = Path.Combine(_directory.FullName, "live.conf");
        File.WriteAllText(file, $$"""
            trading-actors.accounts.main.venue = binance
            trading-actors.node.log-level = debug
            trading-actors.venues.binance {
              kind = binance-spot
              environment = testnet
              keys.main {
                api-key.file = "{{Path.Combine(_directory.FullName, "key")}}"
                secret.file = "{{Path.Combine(_directory.FullName, "secret")}}"
              }
              endpoints {
                rest = "{{_venue.HttpAddress}}"
                api = "{{_venue.ApiAddress}}"
                streams = "{{_venue.StreamsAddress}}"
              }
            }
            """);
        return new RunOptions(
            null, 1, false, null, 1, Path.Combine(_directory.FullName, "data"), file,
            new Uri("http://127.0.0.1:0"), null, null, false);
    }

    private static NodePlan Plan(RunOptions options) =>
        NodePlan.Make(NodeConfiguration.DefaultDirectory, options);

    private static void AssertSilent(string text, string pem)
    {
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        if (pem.Split('\n') is [_, var body, ..])
            Assert.DoesNotContain(body.Trim(), text, StringComparison.Ordinal);
    }

    private static async Task<NodeView> UntilAsync(NodeRun run, Func<NodeView, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var state = await run.Control.GetStateAsync();
            if (holds(state))
                return state;
            await Task.Delay(50, patience.Token);
        }
    }
}
