using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using TradingActors.Node.Direct;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.WebSockets;
using Xunit;

namespace TradingActors.Tests.Node.Direct;

/// <summary>Against the simulated venue over real sockets, as it is used.</summary>
public sealed class DoctorRunTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("doctor-");
    private SimulatedVenueHost _venue = null!;

    public async Task InitializeAsync() => _venue = await SimulatedVenueHost.StartAsync(
        new SimulatedVenueSettings(), TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _venue.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task a_venue_in_order_is_told_to_be_and_a_key_for_any_address_is_a_warning()
    {
        var findings = await Examine("simulated-secret");

        Assert.Equal(
            ["key", "rest", "clock", "rights", "session", "rules BTCUSDT", "open orders", "streams"],
            findings.Select(f => f.Check).Where(c => !c.StartsWith("limit", StringComparison.Ordinal)));
        Assert.Equal(["rights"], findings.Where(f => f.Status != FindingStatus.Ok).Select(f => f.Check));
        Assert.Equal(ExitCodes.Degraded, DoctorVerb.ExitCode(findings));
    }

    [Fact]
    public async Task a_wrong_secret_fails_and_is_not_told()
    {
        var findings = await Examine("canary-3c9a");

        Assert.Contains(findings, f => f is { Check: "rights", Status: FindingStatus.Failed });
        Assert.Contains(findings, f => f is { Check: "session", Status: FindingStatus.Failed });
        Assert.DoesNotContain(findings, f => f.ToString().Contains("canary", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.Failed, DoctorVerb.ExitCode(findings));
    }

    [Fact]
    public async Task a_symbol_that_is_not_listed_fails_alone()
    {
        var findings = await Examine("simulated-secret", "[BTCUSDT, NOSUCHUSDT]");

        Assert.NotEqual(ExitCodes.Ok, DoctorVerb.ExitCode(findings));
        Assert.Contains(findings, f => f is { Check: "rest", Status: FindingStatus.Ok });
    }

    [Fact]
    public async Task a_shadow_is_looked_at_without_a_key()
    {
        var findings = await Examine("simulated-secret", mode: "shadow");

        Assert.Equal(["rest", "clock", "rules BTCUSDT", "streams"], findings.Select(f => f.Check));
        Assert.Equal(ExitCodes.Ok, DoctorVerb.ExitCode(findings));
    }

    [Fact]
    public async Task a_venue_that_is_away_is_unreachable()
    {
        await _venue.DisposeAsync();

        var findings = await Examine("simulated-secret");

        Assert.Equal(ExitCodes.Unreachable, DoctorVerb.ExitCode(findings));
        await InitializeAsync();
    }

    private async Task<IReadOnlyList<Finding>> Examine(
        string secret, string symbols = "[BTCUSDT]", string mode = "live")
    {
        var config = NodeConfiguration.Load(
            NodeConfiguration.DefaultDirectory, Configured(secret, symbols, mode));
        var target = Assert.Single(VenueTarget.Watched(config, NodeSettings.Read(config), null));
        return await new DoctorRun(target, new StreamProbe(new WebSocketTransportFactory())).RunAsync();
    }

    private string Configured(string secret, string symbols, string mode)
    {
        Keep("secret", secret);
        Keep("key", "simulated-key");
        var file = Path.Combine(_directory.FullName, "live.conf");
        File.WriteAllText(file, $$"""
            trading-actors.accounts.main { venue = binance, symbols = {{symbols}} }
            trading-actors.venues.binance {
              kind = binance-spot
              environment = testnet
              mode = {{mode}}
              keys.main {
                api-key.file = "{{Path.Combine(_directory.FullName, "key")}}"
                secret.file = "{{Path.Combine(_directory.FullName, "secret")}}"
              }
              embedded.balances.main { USDT = 1000 }
              endpoints {
                rest = "{{_venue.HttpAddress}}"
                api = "{{_venue.ApiAddress}}"
                streams = "{{_venue.StreamsAddress}}"
              }
            }
            """);
        return file;
    }

    private void Keep(string name, string text)
    {
        var file = Path.Combine(_directory.FullName, name);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
