using TradingActors.Engine.Audit;
using Xunit;

namespace TradingActors.Tests.Engine.Audit;

[Trait("Control", "S6")]
public sealed class AnchorFileTests : IDisposable
{
    private static readonly AuditAnchor One = new(Some.Time, "account-main", 7, new string('a', 64));

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("anchors-");

    private string File => Path.Combine(_directory.FullName, AnchorFile.Name);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void anchors_are_appended_one_a_line_and_read_again()
    {
        AnchorFile.Append(File, [One]);
        AnchorFile.Append(File, [One with { Sequence = 9 }]);

        var (anchors, unreadable) = AnchorFile.Read(File);

        Assert.Equal([One, One with { Sequence = 9 }], anchors);
        Assert.Empty(unreadable);
    }

    [Fact]
    public void a_last_line_that_a_crash_cut_off_is_no_finding()
    {
        AnchorFile.Append(File, [One]);
        System.IO.File.AppendAllText(File, AnchorFile.Line(One)[..20]);

        var (anchors, unreadable) = AnchorFile.Read(File);

        Assert.Single(anchors);
        Assert.Empty(unreadable);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"at":"2026-01-02T03:04:05+00:00","stream":"s","sequence":1,"hash":"short"}""")]
    [InlineData("""{"at":"2026-01-02T03:04:05+00:00","stream":"","sequence":1,"hash":""}""")]
    public void a_line_that_is_no_anchor_is_named(string line)
    {
        System.IO.File.WriteAllText(File, line + "\n");
        AnchorFile.Append(File, [One]);

        var (anchors, unreadable) = AnchorFile.Read(File);

        Assert.Single(anchors);
        Assert.Equal((AuditFindingKind.AnchorUnreadable, 1L),
            (Assert.Single(unreadable).Kind, unreadable[0].First));
    }
}
