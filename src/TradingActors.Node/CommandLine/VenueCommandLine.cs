using System.CommandLine;
using System.CommandLine.Parsing;
using TradingActors.SimulatedVenue;

namespace TradingActors.Node.CommandLine;

/// <summary>The command <c>simulate-venue</c> and its options.</summary>
internal sealed class VenueCommandLine
{
    private readonly SharedOptions _shared;
    private readonly Func<VenueOptions, Task<int>> _run;

    private readonly Option<int> _port = NodeCommandLine.Parsed<int>(
        "--port", OptionText.TryPort, 0, "The port to listen on, on loopback; 0 takes any free one.", "N");

    private readonly Option<string?> _key = new("--key")
    {
        Description = "The API key of the one account; without it the accounts are the configuration's.",
        HelpName = "K",
    };

    private readonly Option<string?> _secret = new("--secret")
    {
        Description = "The secret that signs the key's requests by HMAC.",
        HelpName = "S",
    };

    private readonly Option<string?> _publicKey = new("--public-key")
    {
        Description = "The public half of an Ed25519 key (PEM) that signs the key's requests.",
        HelpName = "FILE",
    };

    private readonly Option<IReadOnlyDictionary<string, decimal>?> _balance =
        NodeCommandLine.Parsed<IReadOnlyDictionary<string, decimal>?>(
            "--balance", OptionText.TryBalances, null,
            "What the account holds at first: BTC=1,USDT=100000.", "LIST");

    private readonly Option<IReadOnlyList<GeneratedSymbolSettings>?> _symbols =
        NodeCommandLine.Parsed<IReadOnlyList<GeneratedSymbolSettings>?>(
            "--symbols", OptionText.TrySymbols, null,
            "The symbols of the generated market: BTCUSDT,ETHUSDT.", "LIST");

    private readonly Option<string?> _recording = new("--recording")
    {
        Description = "Replay a recorded market (NDJSON, plain or gzip) instead of generating one.",
        HelpName = "FILE",
    };

    private readonly Option<IReadOnlyList<FaultRule>> _faults =
        NodeCommandLine.Parsed<IReadOnlyList<FaultRule>>(
            "--faults", FaultSpec.TryParse, [],
            "What goes wrong and how often: lose-answer:2%,cut~2m,throttle#order.place@3.", "SPEC");

    private readonly Option<string?> _ledger = new("--ledger")
    {
        Description = "The file of the append-only ledger; the venue carries on from what it says.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Where the ledger is kept without --ledger; ./data, or in memory with --key.",
        HelpName = "DIR",
    };

    public VenueCommandLine(SharedOptions shared, Func<VenueOptions, Task<int>> run)
    {
        _shared = shared;
        _run = run;
        _key.Validators.Add(r => NodeCommandLine.Require(
            r, IsKey(r.GetValueOrDefault<string?>()), "--key is made of letters, digits, '-' and '_'"));
        _secret.Validators.Add(r => NodeCommandLine.Require(
            r, !string.IsNullOrEmpty(r.GetValueOrDefault<string?>()), "--secret is empty"));
    }

    public Command Build()
    {
        var command = new Command(
            "simulate-venue", "Run a simulated venue alone, for any client; prints its addresses in a line.")
        {
            _port, _key, _secret, _publicKey, _balance, _symbols, _recording, _shared.Speed,
            _faults, _shared.Seed, _ledger, _data, _shared.Config,
        };
        command.Validators.Add(Check);
        command.SetAction(r => _run(new VenueOptions(
            r.GetValue(_port), r.GetValue(_data), r.GetValue(_shared.Seed), r.GetValue(_recording),
            r.GetValue(_shared.Speed), r.GetValue(_shared.Config))
        {
            Key = r.GetValue(_key),
            Secret = r.GetValue(_secret),
            PublicKeyFile = r.GetValue(_publicKey),
            Balances = r.GetValue(_balance),
            Symbols = r.GetValue(_symbols),
            Faults = r.GetValue(_faults)!,
            LedgerFile = r.GetValue(_ledger),
        }));
        return command;
    }

    private static bool IsKey(string? text) =>
        text is { Length: > 0 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private void Check(CommandResult given)
    {
        var hasKey = Has(given, _key);
        var hasProof = Has(given, _secret) || Has(given, _publicKey);
        NodeCommandLine.Require(
            given, !hasKey || hasProof,
            "--key needs --secret or --public-key: nothing could be signed with it");
        NodeCommandLine.Require(given, hasKey || !hasProof, "--secret and --public-key need --key");
        NodeCommandLine.Require(
            given, hasKey || !Has(given, _balance),
            "--balance needs --key: the configuration says what its accounts hold");
        NodeCommandLine.Require(
            given, !(Has(given, _recording) && Has(given, _symbols)),
            "--recording and --symbols exclude each other: a recording brings its own symbols");
    }

    private static bool Has(CommandResult given, Option option) =>
        given.GetResult(option) is { Implicit: false };
}
