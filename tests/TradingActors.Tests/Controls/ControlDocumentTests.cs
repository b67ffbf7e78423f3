using System.Globalization;
using System.Text;
using TradingActors.Tests.Architecture;
using Xunit;

namespace TradingActors.Tests.Controls;

/// <summary>
/// docs/controls.md is made from the table of controls, from the tests that bear their numbers, and from the
/// results of a run. With TRADINGACTORS_ACCEPT=1 it is written anew; TRADINGACTORS_RESULTS names the directory
/// of a run's result files, which must then show every listed test as passed.
/// </summary>
[Trait("Control", "C24")]
public sealed class ControlDocumentTests
{
    private const string NotRun = "not run";

    [Fact]
    public void every_control_that_has_a_place_has_it_and_is_shown_by_a_test()
    {
        Assert.Equal(Enumerable.Range(1, 24).Select(i => $"C{i:00}"), ControlTable.Rows.Select(r => r.Id));
        foreach (var control in ControlTable.Rows)
        {
            Assert.All(control.Where, path =>
                Assert.True(File.Exists(Path.Combine(Repository.Root, path)), $"{control.Id}: no {path}"));
            Assert.True(control.Where.Length > 0 || control.Remark.Length > 0, $"{control.Id} has no place");
            Assert.True(control.Where.Length == 0 || ControlTests.ByControl.ContainsKey(control.Id),
                $"no test bears the number {control.Id}");
        }
    }

    [Fact]
    public void no_test_bears_the_number_of_a_control_that_is_not_in_the_table() => Assert.Empty(
        ControlTests.ByControl.Keys.Where(id => id.StartsWith('C')).Except(ControlTable.Rows.Select(r => r.Id)));

    [Fact]
    public void the_table_of_controls_on_disk_is_the_one_that_the_tests_give()
    {
        var path = Path.Combine(Repository.Root, "docs", "controls.md");
        var results = Environment.GetEnvironmentVariable("TRADINGACTORS_RESULTS") is { Length: > 0 } directory
            ? TestResults.Read(directory)
            : null;
        if (Environment.GetEnvironmentVariable("TRADINGACTORS_ACCEPT") == "1")
            File.WriteAllText(path, Generate(results));

        var onDisk = File.ReadAllText(path).ReplaceLineEndings("\n");
        Assert.Equal(WithoutResults(Generate(results)), WithoutResults(onDisk));
    }

    [Fact]
    public void every_listed_test_of_a_recorded_run_has_passed()
    {
        if (Environment.GetEnvironmentVariable("TRADINGACTORS_RESULTS") is not { Length: > 0 } directory)
            return;

        var results = TestResults.Read(directory);
        Assert.All(ControlTests.ByControl.Values.SelectMany(tests => tests).Distinct(),
            test => Assert.True(results.Of(test) is null or "Passed", $"{test}: {results.Of(test)}"));
    }

    private static string Generate(TestResults? results)
    {
        var text = new StringBuilder()
            .Append("# Controls\n\n")
            .Append("Generated: what a risk officer asks for, where the engine keeps it, which tests show it,\n")
            .Append("and what they came to when this table was last written. Each test bears the number of its\n")
            .Append("control as a trait; `dotnet test --filter Control=C08` runs those of one control.\n\n")
            .Append("| Control | Demands | From | Where | Tests | Result |\n|---|---|---|---|---|---|\n");
        foreach (var control in ControlTable.Rows)
        {
            var tests = ControlTests.ByControl.GetValueOrDefault(control.Id) ?? [];
            var where = control.Where.Length == 0
                ? control.Remark
                : string.Join("<br>", control.Where.Select(Link))
                    + (control.Remark.Length == 0 ? "" : $"<br>{control.Remark}");
            text.Append($"| {control.Id} | {control.Name} | {control.Source} | {where} "
                + $"| {tests.Count} | {Result(tests, results)} |\n");
        }

        foreach (var control in ControlTable.Rows)
            if (ControlTests.ByControl.TryGetValue(control.Id, out var tests))
            {
                text.Append($"\n## {control.Id} {control.Name}\n\n");
                foreach (var test in tests)
                    text.Append($"- `{test}`\n");
            }

        return text.ToString();
    }

    private static string Link(string path) =>
        $"[{Path.GetFileName(path)}](../{path})";

    private static string Result(IReadOnlyList<string> tests, TestResults? results)
    {
        if (tests.Count == 0)
            return "–";
        if (results is null)
            return NotRun;

        var outcomes = tests.Select(t => results.Of(t)).ToArray();
        var passed = outcomes.Count(o => o == "Passed");
        var day = results.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var failed = outcomes.Count(o => o is not null and not "Passed");
        var missing = outcomes.Count(o => o is null);
        return $"{passed} passed" + (failed > 0 ? $", **{failed} not passed**" : "")
            + (missing > 0 ? $", {missing} not run" : "") + $", {day}";
    }

    /// <summary>Results belong to the run that wrote them; everything else must be true now.</summary>
    private static string WithoutResults(string document) => string.Join('\n',
        document.Split('\n').Select(line => line.StartsWith("| C", StringComparison.Ordinal)
            ? line[..line.TrimEnd(' ', '|').LastIndexOf('|')]
            : line));
}
