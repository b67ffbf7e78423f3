namespace TradingActors.Node.CommandLine;

/// <summary>
/// What each refusal code means, from the documentation's own table, which a test makes from the code.
/// </summary>
internal static class RefusalMeanings
{
    private static readonly Lazy<Dictionary<string, string>> Meanings = new(Read);

    public static string Of(string code) =>
        Meanings.Value.GetValueOrDefault(code, "a code of another version");

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(RefusalMeanings).Assembly.GetManifestResourceStream("refusals.md")
            ?? throw new InvalidOperationException("the table of refusals is not part of this program");
        using var reader = new StreamReader(stream);
        var meanings = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
            if (line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|') is { Length: > 2 } cells)
                meanings[cells[1].Trim(' ', '`')] = cells[2].Trim();
        return meanings;
    }
}
