using TradingActors.SimulatedVenue;

namespace TradingActors.Node.CommandLine;

/// <summary>How to run a simulated venue as a process of its own.</summary>
public sealed record VenueOptions(
    int Port, string? DataDirectory, ulong Seed, string? Recording, double Speed, string? ConfigFile)
{
    /// <summary>The one account's API key; null takes the accounts of the configuration.</summary>
    public string? Key { get; init; }

    /// <summary>The secret with which the key's HMAC signatures are made.</summary>
    public string? Secret { get; init; }

    /// <summary>A PEM file with the public half of an Ed25519 key that signs as well.</summary>
    public string? PublicKeyFile { get; init; }

    /// <summary>What the account holds when its ledger begins; null takes the venue's own choice.</summary>
    public IReadOnlyDictionary<string, decimal>? Balances { get; init; }

    /// <summary>The symbols of the generated market; null takes the venue's own choice.</summary>
    public IReadOnlyList<GeneratedSymbolSettings>? Symbols { get; init; }

    /// <summary>What goes wrong, and how often.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>The ledger's file; null keeps it in the data directory, or in memory.</summary>
    public string? LedgerFile { get; init; }
}
