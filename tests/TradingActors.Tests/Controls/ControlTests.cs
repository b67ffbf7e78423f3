using System.Text.RegularExpressions;
using TradingActors.Tests.Architecture;

namespace TradingActors.Tests.Controls;

/// <summary>
/// Which tests show which control, read from the sources of all test projects: a test bears the number of its
/// control as a trait, by itself or with its whole class.
/// </summary>
internal static partial class ControlTests
{
    /// <summary>Test names by control, as <c>Class.method</c>, in the order of their names.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ByControl { get; } = Find();

    private static Dictionary<string, IReadOnlyList<string>> Find()
    {
        var found = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(
                     Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories))
            if (!file.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal))
                Read(File.ReadAllLines(file), found);
        return found.ToDictionary(f => f.Key, f => (IReadOnlyList<string>)[.. f.Value]);
    }

    private static void Read(string[] lines, SortedDictionary<string, SortedSet<string>> found)
    {
        var (type, ofType, pending, isTest) = ("", new List<string>(), new List<string>(), false);
        foreach (var line in lines)
        {
            pending.AddRange(Trait().Matches(line).Select(m => m.Groups[1].Value));
            isTest |= Fact().IsMatch(line);
            if (Type().Match(line) is { Success: true } declared)
            {
                (type, ofType) = (declared.Groups[1].Value, pending);
                (pending, isTest) = ([], false);
            }
            else if (Method().Match(line) is { Success: true } method)
            {
                if (isTest)
                    foreach (var control in ofType.Concat(pending))
                        Of(control).Add($"{type}.{method.Groups[1].Value}");
                (pending, isTest) = ([], false);
            }
        }

        SortedSet<string> Of(string control) => found.TryGetValue(control, out var tests)
            ? tests
            : found[control] = new SortedSet<string>(StringComparer.Ordinal);
    }

    [GeneratedRegex("""\[Trait\("Control", "(\w+)"\)\]""")]
    private static partial Regex Trait();

    [GeneratedRegex(@"^\s*\[(Fact|Theory)\b")]
    private static partial Regex Fact();

    [GeneratedRegex(@"^\s*(?:public|internal) (?:sealed |abstract |partial )*class (\w+)")]
    private static partial Regex Type();

    [GeneratedRegex(@"^\s*public (?:async )?(?:void|Task) (\w+)\(")]
    private static partial Regex Method();
}
