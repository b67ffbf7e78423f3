using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Statements;
using TradingActors.Node.Configuration;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// The verb <c>statement</c>: one trading day of an account, from the journal in a data directory, also
/// beside a running node. Reads files alone. Fails where the statement does not prove itself.
/// </summary>
public sealed class StatementVerb(TextWriter output, TextWriter error) : INodeVerb
{
    private readonly Option<string> _account = new("--account")
    {
        Description = "Whose.",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<DateOnly?> _day = new("--day")
    {
        Description =
            "The trading day, by the UTC date on which it began; the latest that is over without it.",
        HelpName = "YYYY-MM-DD",
        CustomParser = r => DateOnly.TryParseExact(r.Tokens[0].Value, "yyyy-MM-dd",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : NodeCommandLine.Fail<DateOnly?>(r, $"--day: '{r.Tokens[0].Value}' is not a date as YYYY-MM-DD"),
    };

    private readonly Option<string?> _csv = new("--csv")
    {
        Description = "Also write fills, positions and balances as CSV files into this directory.",
        HelpName = "DIR",
    };

    public Command Build(SharedOptions shared)
    {
        var command = new Command(
            "statement", "One trading day of an account: balances, positions, profit, fills, their proof.")
        {
            _account, _day, _csv, shared.Data, shared.Config,
        };
        command.SetAction(r => Guard.RunAsync(error, () => Task.FromResult(Run(
            new AccountId(r.GetValue(_account)!), r.GetValue(_day), r.GetValue(_csv),
            r.GetValue(shared.Data)!, DayStart(r.GetValue(shared.Config), r.GetValue(_account)!),
            r.GetValue(shared.Json)))));
        return command;
    }

    private int Run(
        AccountId account, DateOnly? day, string? csv, string data, TimeSpan startsAt, bool isJson)
    {
        var file = Path.Combine(Path.GetFullPath(data), "journal.db");
        if (!File.Exists(file))
            throw new ConfigurationException($"--data: there is no journal {file}");

        using var journal = JournalReader.Open(file);
        var statement = Statement.Make(
            account, () => journal.Read($"account-{account}"), day, startsAt, out var why);
        if (statement is null)
        {
            error.WriteLine($"{account}: {why}");
            return ExitCodes.Failed;
        }

        if (csv is not null)
            Write(statement, csv);
        if (isJson)
            output.WriteLine(JsonSerializer.Serialize(statement, StatementJson.Options));
        else
            StatementText.Write(output, statement);
        return statement.IsProven ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>The same statement again writes the same bytes.</summary>
    private void Write(Statement statement, string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            foreach (var (name, text) in StatementCsv.Files(statement))
            {
                var path = Path.Combine(Path.GetFullPath(directory), name);
                File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                error.WriteLine($"wrote {path}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--csv: {e.Message}", e);
        }
    }

    /// <summary>
    /// Only the name of an account's first day needs it, while that one is not over: later boundaries are in
    /// the journal. An account that is configured no more has been taken to begin at midnight.
    /// </summary>
    private static TimeSpan DayStart(string? configFile, string account)
    {
        var config = NodeConfiguration.Load(NodeConfiguration.DefaultDirectory, configFile);
        var accounts = new ConfigReader(config, $"{EngineSettings.Section}.accounts");
        return accounts.Names().Contains(account)
            ? accounts.Section(account).TimeOfDay("day-starts-at")
            : TimeSpan.Zero;
    }
}
