using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Emergency;

public sealed class HaltFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Hold Hold = new(HoldCause.Operator, Scope.Account(new AccountId("main")),
        TradingMode.Halted, "fire", "me", Now, "h1");

    private readonly string _directory = Directory.CreateTempSubdirectory("halt-file").FullName;

    private string File => Path.Combine(_directory, "halt.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void reads_what_was_written_last_and_leaves_nothing_beside_it()
    {
        HaltFile.Write(File, [Hold]);
        HaltFile.Write(File, [Hold, Hold with { Id = "h2" }]);

        Assert.Equal([Hold, Hold with { Id = "h2" }], HaltFile.Read(File));
        Assert.Equal([File], Directory.GetFiles(_directory));
    }

    [Fact]
    public void no_file_is_no_halt()
    {
        Assert.Empty(HaltFile.Read(File));
        HaltFile.Write(File, [Hold]);
        HaltFile.Remove(File);
        Assert.Empty(HaltFile.Read(File));
    }

    [Fact]
    public void a_write_that_was_cut_off_before_the_rename_leaves_the_old_file()
    {
        HaltFile.Write(File, [Hold]);
        System.IO.File.WriteAllText(File + ".new", "{\"version\":1,\"ho");

        Assert.Equal([Hold], HaltFile.Read(File));
    }

    [Fact]
    public void a_file_that_is_cut_off_anywhere_is_refused_by_its_name()
    {
        HaltFile.Write(File, [Hold]);
        var whole = System.IO.File.ReadAllText(File).TrimEnd();
        for (var length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllText(File, whole[..length]);
            Assert.Contains(File, Assert.Throws<HaltFileException>(() => HaltFile.Read(File)).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("null", "holds null")]
    [InlineData("""{"version":2,"holds":[]}""", "has format 2, this build reads 1")]
    [InlineData("""{"version":1,"holds":[]}""", "holds no halt, or one without an id")]
    [InlineData("""{"version":1}""", "cannot be read")]
    [InlineData("""{"version":1,"holds":[{"cause":"Operator","scope":"nowhere"}]}""", "cannot be read")]
    public void a_file_that_means_nothing_is_refused(string text, string problem)
    {
        System.IO.File.WriteAllText(File, text);

        Assert.Contains(problem, Assert.Throws<HaltFileException>(() => HaltFile.Read(File)).Message,
            StringComparison.Ordinal);
    }
}
