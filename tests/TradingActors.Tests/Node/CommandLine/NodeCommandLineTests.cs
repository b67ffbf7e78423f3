using TradingActors.Node.CommandLine;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.Node.CommandLine;

public sealed class NodeCommandLineTests
{
    private readonly Recorder _commands = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task without_options_it_runs_a_node_with_everything_at_its_default()
    {
        Assert.Equal(0, await Run());

        var run = Assert.IsType<RunOptions>(_commands.Got);
        Assert.Equal(new RunOptions(
            null, 1, false, null, 1, "./data", null, new Uri("http://127.0.0.1:8080"), null, null,
            false), run);
    }

    [Fact]
    public async Task reads_every_option_of_a_run()
    {
        await Run("--recording", "r.gz", "--speed", "20", "--until-end", "--for", "90s", "--seed", "7",
            "--data", "/d",
            "--config", "c.conf", "--http", "http://localhost:0", "--strategy", "trend", "--json");

        Assert.Equal(new RunOptions("r.gz", 20, true, TimeSpan.FromSeconds(90), 7, "/d", "c.conf",
            new Uri("http://localhost:0"), null, "trend", true), _commands.Got);
    }

    [Fact]
    public async Task reads_the_commands_that_steer_a_running_node()
    {
        await Run("halt", "--reason", "too hot", "--scope", "account:main", "--http", "http://127.0.0.1:9",
            "--json");
        Assert.Equal(
            ("halt", new SteerOptions(new Uri("http://127.0.0.1:9"), true, "too hot", "account:main")),
            (_commands.Command, _commands.Got));

        await Run("resume", "--reason", "cooled down");
        Assert.Equal(("resume", new SteerOptions(new Uri("http://127.0.0.1:8080"), false, "cooled down")),
            (_commands.Command, _commands.Got));

        await Run("status");
        Assert.Equal("status", _commands.Command);
    }

    [Fact]
    public async Task reads_a_venue_of_its_own()
    {
        await Run("simulate-venue", "--port", "9001", "--seed", "3", "--data", "/v", "--speed", "max");

        Assert.Equal(new VenueOptions(9001, "/v", 3, null, double.PositiveInfinity, null), _commands.Got);
    }

    [Fact]
    public async Task reads_a_venue_for_any_client()
    {
        await Run("simulate-venue", "--port", "9443", "--key", "K", "--secret", "S", "--public-key", "e.pem",
            "--balance", "BTC=1.5,usdt=100000", "--symbols", "BTCUSDT,solusdt", "--ledger", "l.ndjson",
            "--faults", "lose-answer:2%,cut~2m");

        var got = Assert.IsType<VenueOptions>(_commands.Got);
        Assert.Equal(
            ("K", "S", "e.pem", "l.ndjson"), (got.Key, got.Secret, got.PublicKeyFile, got.LedgerFile));
        Assert.Equal([FaultKind.LoseAnswer, FaultKind.Cut], got.Faults.Select(rule => rule.Kind));
        Assert.Null(got.DataDirectory);
        Assert.Equal([("BTC", 1.5m), ("USDT", 100_000m)], got.Balances!.Select(b => (b.Key, b.Value)));
        Assert.Equal(["BTCUSDT", "SOLUSDT"], got.Symbols!.Select(s => s.Listing.Symbol));
    }

    [Theory]
    [InlineData("--port: 'x' is not a port", "--port", "x")]
    [InlineData("--port: '65536' is not a port", "--port", "65536")]
    [InlineData("--seed", "--seed", "-1")]
    [InlineData("--key needs", "--key", "K")]
    [InlineData("need --key", "--secret", "S")]
    [InlineData("need --key", "--public-key", "f.pem")]
    [InlineData("--key is made of", "--key", "a b", "--secret", "S")]
    [InlineData("--secret is empty", "--key", "K", "--secret", "")]
    [InlineData("--balance needs", "--balance", "BTC=1")]
    [InlineData("--balance: 'BTC' is not", "--key", "K", "--secret", "S", "--balance", "BTC")]
    [InlineData("--balance: 'BTC=-1' is not", "--key", "K", "--secret", "S", "--balance", "BTC=-1")]
    [InlineData("--balance: 'BTC=1e3' is not", "--key", "K", "--secret", "S", "--balance", "BTC=1e3")]
    [InlineData("--balance: 'BTC' stands", "--key", "K", "--secret", "S", "--balance", "BTC=1,BTC=2")]
    [InlineData("--symbols: 'BTC' is not", "--symbols", "BTC")]
    [InlineData("--symbols: '' is not", "--symbols", "BTCUSDT,")]
    [InlineData("--symbols: 'BTCUSDT' stands", "--symbols", "BTCUSDT,btcusdt")]
    [InlineData("--faults: 'eat-cake': 'eat-cake' is no fault", "--faults", "eat-cake")]
    [InlineData("--faults: 'cut:200%'", "--faults", "cut:200%")]
    [InlineData("exclude each other", "--symbols", "BTCUSDT", "--recording", "r.gz")]
    public async Task a_venues_option_that_is_wrong_is_named(string problem, params string[] options)
    {
        Assert.Equal(ExitCodes.Usage, await Run(["simulate-venue", .. options]));

        Assert.Contains(problem, _error.ToString(), StringComparison.Ordinal);
        Assert.Null(_commands.Got);
    }

    [Fact]
    public async Task the_commands_exit_code_is_the_processs()
    {
        _commands.Answer = ExitCodes.Refused;

        Assert.Equal(4, await Run("status"));
    }

    [Theory]
    [InlineData("Unrecognized command", "trade")]
    [InlineData("--reason", "halt")]
    [InlineData("--reason is empty", "halt", "--reason", " ")]
    [InlineData("'galaxy' is not a scope", "halt", "--reason", "x", "--scope", "galaxy")]
    [InlineData("not a duration", "--for", "soon")]
    [InlineData("not a duration", "--for", "0s")]
    [InlineData("not a duration", "--for", "31d")]
    [InlineData("not a speed", "--speed", "0")]
    [InlineData("not a speed", "--speed", "-1")]
    [InlineData("not a speed", "--speed", "1,5")]
    [InlineData("--seed", "--seed", "minus")]
    [InlineData("not on loopback", "--http", "http://0.0.0.0:8080")]
    [InlineData("not on loopback", "--http", "http://example.com")]
    [InlineData("not an address", "--http", "127.0.0.1:8080")]
    [InlineData("not an address", "--http", "https://127.0.0.1:8080")]
    [InlineData("not an address", "--venue", "nowhere")]
    [InlineData("--until-end needs --recording", "--until-end")]
    [InlineData("exclude each other", "--venue", "http://127.0.0.1:1", "--recording", "r.gz")]
    [InlineData("exclude each other", "--venue", "http://127.0.0.1:1", "--speed", "2")]
    [InlineData("momentum", "--strategy", "momentum")]
    [InlineData("--port", "simulate-venue", "--port", "65536")]
    public async Task refuses_a_wrong_command_line_with_2_and_says_why(string why, params string[] args)
    {
        Assert.Equal(2, await Run(args));

        Assert.Null(_commands.Got);
        Assert.Contains(why, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }

    private Task<int> Run(params string[] args) =>
        new NodeCommandLine(_commands).InvokeAsync(args, _output, _error);

    private sealed class Recorder : INodeCommands
    {
        public int Answer { get; set; }

        public string? Command { get; private set; }

        public object? Got { get; private set; }

        public Task<int> RunAsync(RunOptions options) => Take("run", options);

        public Task<int> StatusAsync(SteerOptions options) => Take("status", options);

        public Task<int> HaltAsync(SteerOptions options) => Take("halt", options);

        public Task<int> ResumeAsync(SteerOptions options) => Take("resume", options);

        public Task<int> SimulateVenueAsync(VenueOptions options) => Take("simulate-venue", options);

        private Task<int> Take(string command, object options)
        {
            (Command, Got) = (command, options);
            return Task.FromResult(Answer);
        }
    }
}
