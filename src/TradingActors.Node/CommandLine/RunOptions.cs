namespace TradingActors.Node.CommandLine;

/// <summary>
/// How to run a node. <paramref name="Venue"/> is a simulated venue of another process, null for an embedded
/// one.
/// </summary>
public sealed record RunOptions(
    string? Recording,
    double Speed,
    bool UntilEnd,
    TimeSpan? For,
    ulong Seed,
    string DataDirectory,
    string? ConfigFile,
    Uri Http,
    Uri? Venue,
    string? Strategy,
    bool Json);

/// <summary>What a command to a running node carries.</summary>
public sealed record SteerOptions(Uri Http, bool Json, string Reason = "", string Scope = "all");
