namespace TradingActors.Tests.Architecture;

/// <summary>The sources that this test assembly was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Every C# file under src, by its path from the root with forward slashes.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllLines(Path.Combine(Root, path))))];

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "TradingActors.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("TradingActors.sln is nowhere above the tests");
    }
}

internal sealed record SourceFile(string Path, string[] Lines)
{
    /// <summary>Files of the pure core are told by their names: *State.cs, *Rules.cs, *Events.cs.</summary>
    public bool IsPureCore =>
        Path.EndsWith("State.cs", StringComparison.Ordinal)
        || Path.EndsWith("Rules.cs", StringComparison.Ordinal)
        || Path.EndsWith("Events.cs", StringComparison.Ordinal);
}
