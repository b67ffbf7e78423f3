using TradingActors.Node.Configuration;
using Xunit;

namespace TradingActors.Tests.Node.Configuration;

public class HoconSyntaxTests
{
    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n// and another")]
    [InlineData("a = 1")]
    [InlineData("a.b.c : text with spaces # comment")]
    [InlineData("a { b = 1, c = 2 }")]
    [InlineData("{ a = 1 }")]
    [InlineData("a = [1, 2,\n 3]\nb += 4")]
    [InlineData("a = [{ b = 1 }, { b = 2 }]")]
    [InlineData("\"quoted } key\" = \"quoted { value\"")]
    [InlineData("a = \"http://127.0.0.1:8080\"")]
    [InlineData("a = \"\"\"line\n} line\"\"\"")]
    [InlineData("a = ${b.c} { d = 1 }\nb.c { e = 2 }")]
    [InlineData("a = \"say \\\"so\\\"\"")]
    [InlineData("include \"other.conf\"\r\na = 1\r\n")]
    public void accepts(string text) => Assert.Null(HoconSyntax.Check(text));

    [Theory]
    [InlineData("a = 1\n}\nb = 2", 2, 1, "closes nothing")]
    [InlineData("a {\n b = 1", 1, 3, "'{' is never closed")]
    [InlineData("a = [1, 2", 1, 5, "'[' is never closed")]
    [InlineData("a = [1 }", 1, 5, "'[' is never closed")]
    [InlineData("a = \"x\nb = 2", 1, 5, "not closed on its line")]
    [InlineData("a = \"\"\"x", 1, 5, "is never closed")]
    [InlineData("ok = 1\n  garbage line\n", 2, 3, "'garbage line' has no value")]
    [InlineData("a =\nb = 2", 1, 1, "'a' has no value after '='")]
    [InlineData("a = 1 b = 2", 1, 9, "'=' in a value")]
    [InlineData("a = http://host:80", 1, 9, "':' in a value")]
    [InlineData("= 3", 1, 1, "where a key was expected")]
    [InlineData("a = $b", 1, 5, "begins no substitution")]
    [InlineData("{ a = 1 } b = 2", 1, 11, "closes nothing")]
    [InlineData("a = 1\n\u0001\u0002", 2, 1, "control character U+0001")]
    public void refuses_with_the_place_and_the_reason(string text, int line, int column, string what)
    {
        var problem = HoconSyntax.Check(text);

        Assert.NotNull(problem);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    [Fact]
    public void refuses_bottomless_nesting() =>
        Assert.Contains("nesting", HoconSyntax.Check(new string('[', 10_000).Insert(0, "a = "))!.What,
            StringComparison.Ordinal);

    [Fact]
    public void every_file_of_the_node_is_well_formed()
    {
        var files = Directory.GetFiles(NodeConfiguration.DefaultDirectory, "*.conf");

        Assert.Contains(files, f => Path.GetFileName(f) == NodeConfiguration.RootFile);
        Assert.All(files, f => Assert.Null(HoconSyntax.Check(File.ReadAllText(f))));
    }
}
