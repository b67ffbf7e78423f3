using System.CommandLine;
using System.Text.Json;
using TradingActors.Engine.Journal;
using TradingActors.Node.CommandLine;
using TradingActors.Tests.Engine.Journal;
using TradingActors.Tests.Engine.Positions;
using TradingActors.Tests.Engine.Statements;
using Xunit;
using static TradingActors.Tests.Engine.Statements.SomeStream;

namespace TradingActors.Tests.Node.CommandLine;

public sealed class StatementVerbTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("statement-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public StatementVerbTests()
    {
        var stream = new SomeStream().Open(1_000m, 2m, 100m).Order("quoter", At(1, 10), 109m)
            .Fill("quoter", 1, -1m, 110m, At(1, 11), fee: 0.11m).Roll(1, mark: 120m)
            .Fill("quoter", 2, 1m, 115m, At(2, 1), fee: 0.001m, SomeFills.Other);
        new JournalFile(Path.Combine(_data.FullName, "journal.db")).Write(
            "account-main", [.. stream.Events.Select(e => (IJournaled)e.Event)]);
    }

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public void prints_the_latest_day_that_is_over_with_its_proof()
    {
        Assert.Equal(ExitCodes.Ok, Run("--account", "main"));

        var text = _output.ToString();
        Assert.Contains("account main, trading day 2026-03-01, the opening to 2026-03-02T00:00:00", text);
        Assert.Contains("1109.89", text);
        Assert.Contains("quoter", text);
        Assert.Contains("to the last digit", text);
    }

    [Fact]
    public void a_running_day_is_told_as_such()
    {
        Assert.Equal(ExitCodes.Ok, Run("--account", "main", "--day", "2026-03-02"));
        Assert.Contains("which still runs", _output.ToString());
        Assert.Contains("0.001 BNB", _output.ToString());
    }

    [Fact]
    public void prints_json_with_plain_ids_and_exact_amounts()
    {
        Assert.Equal(ExitCodes.Ok, Run("--account", "main", "--json"));

        var root = JsonDocument.Parse(_output.ToString()).RootElement;
        Assert.Equal("main", root.GetProperty("account").GetString());
        Assert.Equal("2026-03-01", root.GetProperty("day").GetString());
        Assert.True(root.GetProperty("is_proven").GetBoolean());
        Assert.Equal("9.89", root.GetProperty("positions")[0].GetProperty("realized_pnl").GetString());
        Assert.Equal("0.11", root.GetProperty("fees").GetProperty("USDT").GetString());
        Assert.Equal("quoter", root.GetProperty("fills")[0].GetProperty("strategy").GetString());
    }

    [Fact]
    public void writes_the_files_and_the_same_bytes_again()
    {
        var directory = Path.Combine(_data.FullName, "csv");
        Assert.Equal(ExitCodes.Ok, Run("--account", "main", "--csv", directory));
        var first = Directory.GetFiles(directory).Order().Select(File.ReadAllBytes).ToArray();
        Assert.Equal(ExitCodes.Ok, Run("--account", "main", "--csv", directory));

        Assert.Equal(3, first.Length);
        Assert.Equal(first, Directory.GetFiles(directory).Order().Select(File.ReadAllBytes));
    }

    [Theory]
    [InlineData(ExitCodes.Failed, "nobody: the journal has no such account", "--account", "nobody")]
    [InlineData(ExitCodes.Failed, "main: 2020-01-01 has no statement", "--account", "main", "--day", "2020-01-01")]
    public void what_has_no_statement_is_told(int code, string problem, params string[] arguments)
    {
        Assert.Equal(code, Run(arguments));
        Assert.Contains(problem, _error.ToString());
    }

    [Fact]
    public void a_directory_without_a_journal_is_a_mistake_of_the_caller()
    {
        Assert.Equal(ExitCodes.Usage, Run("--account", "main", "--data", "/nowhere"));
        Assert.Contains("--data: there is no journal", _error.ToString());
    }

    [Fact]
    public void a_day_that_is_no_date_is_refused() => Assert.Contains("--day: '3 March' is not a date",
        Assert.Single(Parse("--account", "main", "--day", "3 March").Errors).Message);

    private int Run(params string[] arguments) =>
        Parse([.. arguments.Contains("--data") ? [] : new[] { "--data", _data.FullName }, .. arguments]).Invoke();

    private ParseResult Parse(params string[] arguments)
    {
        var shared = new SharedOptions();
        var root = new RootCommand { new StatementVerb(_output, _error).Build(shared), shared.Json };
        return root.Parse(["statement", .. arguments]);
    }
}
