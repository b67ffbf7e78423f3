using System.Globalization;
using TradingActors.Node.Configuration;
using TradingActors.Node.Hosting;
using Xunit;

namespace TradingActors.Tests.Node.Hosting;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("data-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void makes_what_is_missing()
    {
        using var data = DataDirectory.Open(Path.Combine(_directory.FullName, "a", "b"));

        Assert.True(Directory.Exists(data.Below("logs")));
    }

    [Fact]
    public void a_second_process_is_refused_and_told_who_holds_it()
    {
        using var first = DataDirectory.Open(_directory.FullName);

        var refused = Assert.Throws<ConfigurationException>(() => DataDirectory.Open(_directory.FullName));

        Assert.Contains("in use by process " + Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void is_free_again_once_disposed()
    {
        DataDirectory.Open(_directory.FullName).Dispose();

        using var again = DataDirectory.Open(_directory.FullName);
        Assert.Equal(_directory.FullName, again.Path);
    }

    [Fact]
    public void a_path_that_is_a_file_is_refused()
    {
        var file = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(file, "");

        Assert.Contains("cannot be made", Assert.Throws<ConfigurationException>(() =>
            DataDirectory.Open(file)).Message,
            StringComparison.Ordinal);
    }
}
