using System.Xml.Linq;

namespace TradingActors.Tests.Controls;

/// <summary>What the tests of a recorded run came to, read from the result files that the test runner writes.</summary>
internal sealed class TestResults
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private readonly Dictionary<string, string> _outcomes = new(StringComparer.Ordinal);

    private TestResults(DateOnly day) => Day = day;

    /// <summary>The UTC day of the newest result file.</summary>
    public DateOnly Day { get; private set; }

    /// <exception cref="InvalidOperationException">The directory holds no result file.</exception>
    public static TestResults Read(string directory)
    {
        string[] files = [.. Directory.EnumerateFiles(directory, "*.trx", SearchOption.AllDirectories)];
        if (files.Length == 0)
            throw new InvalidOperationException($"{directory} holds no *.trx");

        var results = new TestResults(DateOnly.FromDateTime(files.Max(File.GetLastWriteTimeUtc)));
        foreach (var file in files)
            foreach (var result in XDocument.Load(file).Descendants(Trx + "UnitTestResult"))
                results.Add(result.Attribute("testName")!.Value, result.Attribute("outcome")!.Value);
        return results;
    }

    /// <summary>
    /// The worst of all cases of the test: <c>Passed</c>, or what it was instead; null when it was not run.
    /// </summary>
    public string? Of(string test) => _outcomes.GetValueOrDefault(test);

    /// <summary>A test's full name is shortened to class and method; the cases of a theory are one test.</summary>
    private void Add(string name, string outcome)
    {
        var method = name.Split('(')[0];
        var parts = method.Split('.');
        var test = $"{parts[^2]}.{parts[^1]}";
        if (!_outcomes.TryGetValue(test, out var known) || known == "Passed")
            _outcomes[test] = outcome;
    }
}
