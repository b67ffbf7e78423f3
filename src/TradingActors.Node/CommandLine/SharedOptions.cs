using System.CommandLine;

namespace TradingActors.Node.CommandLine;

/// <summary>The options that mean the same in every verb that has them.</summary>
public sealed class SharedOptions
{
    public Option<string?> Config { get; } = new("--config")
    {
        Description = "A HOCON file that wins over the node's own.",
        HelpName = "FILE",
    };

    public Option<Uri> Http { get; } = NodeCommandLine.Parsed<Uri>(
        "--http", OptionText.TryLoopback, new Uri("http://127.0.0.1:8080"),
        "The control address, on loopback.", "ADDRESS");

    public Option<double> Speed { get; } = NodeCommandLine.Parsed<double>(
        "--speed", OptionText.TrySpeed, 1,
        "Market seconds per second; max plays as fast as it can be read.", "X");

    public Option<ulong> Seed { get; } = new("--seed")
    {
        Description = "Seed of the generated market and of all chance.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>Why a person decides what the account's journal keeps.</summary>
    public Option<string> Reason { get; } = new("--reason")
    {
        Description = "Why; kept in the account's journal.",
        HelpName = "TEXT",
        Required = true,
    };

    public Option<string> Principal { get; } = new("--principal")
    {
        Description = "Who decides; you, without it.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.UserName,
    };

    /// <summary>For a verb that asks a running node about one account.</summary>
    public Option<string?> Account { get; } = new("--account")
    {
        Description = "Whose; may be left out where the node has one account.",
        HelpName = "NAME",
    };

    /// <summary>For a verb that reads the files of a node, whether it runs or not.</summary>
    public Option<string> Data { get; } = new("--data")
    {
        Description = "The data directory of the node.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./data",
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "One JSON object on stdout, everything else on stderr.",
        Recursive = true,
    };

    public SharedOptions() => Reason.Validators.Add(r => NodeCommandLine.Require(
        r, !string.IsNullOrWhiteSpace(r.GetValueOrDefault<string>()), "--reason is empty"));
}
