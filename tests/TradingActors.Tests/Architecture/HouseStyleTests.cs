using System.Globalization;
using Xunit;

namespace TradingActors.Tests.Architecture;

/// <summary>
/// The limits of the house style that no analyzer holds. What was above a limit when the limit was set is listed
/// beside this file and may only become less: a file that has improved must be lowered in the list, which running
/// with TRADINGACTORS_ACCEPT=1 does; nothing raises or adds an entry.
/// </summary>
public sealed class HouseStyleTests
{
    private const int LinesInFileMax = 400;
    private const int LinesInMethodMax = 60;
    private const int ColumnsMax = 110;

    [Fact]
    public void no_file_is_longer_than_400_lines() => Ratchet.Hold("long-files.txt", Repository.Sources
        .Where(file => file.Lines.Length > LinesInFileMax)
        .Select(file => (file.Path, file.Lines.Length)));

    [Fact]
    public void no_method_is_longer_than_60_lines() => Ratchet.Hold("long-methods.txt", Repository.Sources
        .SelectMany(MethodLengths)
        .Where(method => method.Lines > LinesInMethodMax));

    [Fact]
    public void no_line_is_wider_than_110_columns() => Ratchet.Hold("wide-lines.txt", Repository.Sources
        .Select(file => (file.Path, file.Lines.Count(line => line.Length > ColumnsMax)))
        .Where(file => file.Item2 > 0));

    [Fact]
    public void no_folder_or_type_is_named_by_a_word_that_says_nothing()
    {
        string[] forbidden = ["Util", "Utils", "Utility", "Helper", "Helpers", "Common", "Base", "Service", "Services", "Misc"];
        Assert.Empty(Repository.Sources
            .SelectMany(file => file.Path.Split('/', '.'))
            .Where(part => forbidden.Any(word => part.EndsWith(word, StringComparison.Ordinal)))
            .Distinct());
    }

    [Fact]
    public void a_long_method_is_seen_and_a_long_table_is_none()
    {
        string[] body = [.. Enumerable.Repeat("        F();", 61)];
        string[] edges = [.. Enumerable.Repeat("        (A, B) => C,", 61)];
        var file = new SourceFile("x.cs",
        [
            "public sealed class X", "{",
            "    public void Long(", "        int a)", "    {", .. body, "    }", "",
            "    private static int Table(int a) => a switch", "    {", .. edges, "    };", "",
            "    private sealed class Inner", "    {",
            "        public void AlsoLong()", "        {", .. body, "        }",
            "    }",
            "}",
        ]);
        Assert.Equal([("x.cs Long", 65), ("x.cs AlsoLong", 64)], MethodLengths(file).Where(m => m.Lines > LinesInMethodMax));
    }

    /// <summary>
    /// Relies on the indentation that <c>dotnet format</c> keeps: a member's block opens and closes at the member's own
    /// indentation. A block that ends in <c>};</c> is a switch expression or an initializer, which is a table.
    /// </summary>
    private static IEnumerable<(string Method, int Lines)> MethodLengths(SourceFile file)
    {
        var typeIndents = new Stack<int>();
        for (var i = 0; i < file.Lines.Length; i++)
        {
            var line = file.Lines[i];
            var indent = line.Length - line.TrimStart().Length;
            if (line.TrimStart() == "}" && typeIndents.TryPeek(out var open) && indent == open)
                typeIndents.Pop();
            if (line.TrimStart() != "{")
                continue;

            var start = StartOfDeclaration(file.Lines, i, indent);
            if (IsType(file.Lines[start]))
                typeIndents.Push(indent);
            else if (typeIndents.TryPeek(out var type) && indent == type + 4)
            {
                var end = Array.FindIndex(file.Lines, i, l => l.StartsWith(new string(' ', indent) + "}", StringComparison.Ordinal));
                if (file.Lines[end].Trim() == "}")
                    yield return ($"{file.Path} {NameOf(file.Lines[start])}", end - start + 1);
            }
        }
    }

    private static int StartOfDeclaration(string[] lines, int brace, int indent)
    {
        var at = brace - 1;
        while (at > 0 && lines[at].Length - lines[at].TrimStart().Length > indent)
            at--;
        return at;
    }

    private static bool IsType(string declaration)
    {
        string[] kinds = ["class", "struct", "record", "interface", "enum"];
        return declaration.Split('(', '<', ':')[0].Split(' ').Any(word => kinds.Contains(word));
    }

    private static string NameOf(string declaration) => declaration.Split('(')[0].TrimEnd().Split(' ')[^1];

    private static class Ratchet
    {
        public static void Hold(string list, IEnumerable<(string Name, int Size)> found)
        {
            var path = Path.Combine(Repository.Root, "tests", "TradingActors.Tests", "Architecture", list);
            var listed = File.ReadAllLines(path).Where(line => line.Length > 0).Select(line => line.Split('\t'))
                .ToDictionary(parts => parts[0], parts => int.Parse(parts[1], CultureInfo.InvariantCulture));
            var now = found.GroupBy(f => f.Name).ToDictionary(g => g.Key, g => g.Max(f => f.Size));
            if (Environment.GetEnvironmentVariable("TRADINGACTORS_ACCEPT") == "1")
            {
                foreach (var name in listed.Keys.ToArray())
                    if (!now.TryGetValue(name, out var size))
                        listed.Remove(name);
                    else
                        listed[name] = Math.Min(listed[name], size);
                File.WriteAllText(path, string.Concat(listed.OrderBy(l => l.Key, StringComparer.Ordinal)
                    .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key}\t{l.Value}\n"))));
            }

            Assert.Empty(now.Where(n => n.Value > listed.GetValueOrDefault(n.Key)).Select(n => $"{n.Key} has {n.Value}"));
            Assert.Empty(listed.Where(l => now.GetValueOrDefault(l.Key) < l.Value)
                .Select(l => $"{list} may be lowered: {l.Key} has {now.GetValueOrDefault(l.Key)}"));
        }
    }
}
