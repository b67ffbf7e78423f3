using System.Text;
using System.Xml.Linq;
using TradingActors.Engine.Risk;
using TradingActors.Tests.Architecture;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>
/// docs/refusals.md is made from the code: run this with TRADINGACTORS_ACCEPT=1 to write it anew.
/// </summary>
public sealed class RefusalDocumentTests
{
    [Fact]
    public void the_table_of_refusals_on_disk_is_the_one_that_the_code_gives()
    {
        var path = Path.Combine(Repository.Root, "docs", "refusals.md");
        var generated = Generate();
        if (Environment.GetEnvironmentVariable("TRADINGACTORS_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, generated);
        }

        Assert.Equal(generated, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void every_code_can_be_read_back_from_its_spelling()
    {
        foreach (var code in Enum.GetValues<RefusalCode>())
        {
            Assert.True(RefusalCodes.TryParse(RefusalCodes.Text(code), out var read));
            Assert.Equal(code, read);
        }

        Assert.Equal("NOTIONAL_ABOVE_MAX", RefusalCodes.Text(RefusalCode.NotionalAboveMax));
        Assert.False(RefusalCodes.TryParse("NO_SUCH_CODE", out _));
    }

    private static string Generate()
    {
        var members = XDocument.Load(Path.ChangeExtension(typeof(RefusalCode).Assembly.Location, ".xml"))
            .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);
        var text = new StringBuilder()
            .Append("# Why an order is refused\n\n")
            .Append("Generated from the code by a test. The checks run in this order, and the first that fails is the\n")
            .Append("answer, spelled with its numbers: `NOTIONAL_ABOVE_MAX limit=50000 was=61837.63`.\n\n")
            .Append("| Code | Meaning | `limit` | `was` |\n|---|---|---|---|\n");
        foreach (var code in Enum.GetValues<RefusalCode>())
        {
            var summary = members[$"F:{typeof(RefusalCode).FullName}.{code}"].Element("summary")!.Value;
            var meaning = string.Join(' ', summary.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            var numbers = RefusalCodes.Numbers(code);
            text.Append($"| `{RefusalCodes.Text(code)}` | {meaning} | {numbers?.Limit} | {numbers?.Was} |\n");
        }

        return text.ToString();
    }
}
