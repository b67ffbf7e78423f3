using TradingActors.Node.Configuration;
using Xunit;

namespace TradingActors.Tests.Node.Configuration;

public sealed class NodeConfigurationTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("hocon-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void reads_the_files_beside_the_program()
    {
        var config = NodeConfiguration.Load(NodeConfiguration.DefaultDirectory, null);

        Assert.Equal("cluster", config.GetString("akka.actor.provider"));
        Assert.Equal("fail", config.GetString("akka.persistence.journal.emergency.replay-filter.mode"));
        Assert.Equal("ddata", config.GetString("akka.cluster.sharding.state-store-mode"));
    }

    [Fact]
    public void the_users_file_wins_key_by_key()
    {
        Write("node.conf", "akka { a = base, b = base }");
        var user = Write("user.conf", "akka.b = user");

        var config = NodeConfiguration.Load(_directory.FullName, user);

        Assert.Equal(("base", "user"), (config.GetString("akka.a"), config.GetString("akka.b")));
    }

    [Fact]
    public void includes_are_relative_to_the_file_that_names_them()
    {
        _directory.CreateSubdirectory("below");
        Write("node.conf", "include \"below/one.conf\"");
        Write("below/one.conf", "include \"two.conf\"\nakka.one = 1");
        Write("below/two.conf", "akka.two = 2");

        var config = NodeConfiguration.Load(_directory.FullName, null);

        Assert.Equal((1, 2), (config.GetInt("akka.one"), config.GetInt("akka.two")));
    }

    [Fact]
    public void a_missing_file_is_named()
    {
        Write("node.conf", "akka.a = 1");
        var missing = Path.Combine(_directory.FullName, "nowhere.conf");

        Assert.Equal($"configuration file {missing} does not exist", Refusal(missing));
    }

    [Fact]
    public void a_missing_include_is_named()
    {
        Write("node.conf", "include \"gone.conf\"");

        Assert.Contains("gone.conf does not exist", Refusal(null), StringComparison.Ordinal);
    }

    [Fact]
    public void a_circle_of_includes_is_refused()
    {
        Write("node.conf", "include \"node.conf\"");

        Assert.Contains("levels deep", Refusal(null), StringComparison.Ordinal);
    }

    [Fact]
    public void a_syntax_error_names_file_line_and_column()
    {
        Write("node.conf", "akka.a = 1");
        var user = Write("user.conf", "akka {\n  b = 1\n}\n}\nakka.c = 1");

        Assert.Equal($"configuration file {user}, line 4, column 1: '}}' closes nothing", Refusal(user));
    }

    [Fact]
    public void a_directory_instead_of_a_file_is_refused()
    {
        Write("node.conf", "akka.a = 1");

        Assert.Contains("cannot be read", Refusal(_directory.FullName), StringComparison.Ordinal);
    }

    [Fact]
    public void an_unresolved_substitution_names_file_and_path()
    {
        Write("node.conf", "akka.a = 1");
        var user = Write("user.conf", "akka.b = ${no.such.path}");

        var refusal = Refusal(user);
        Assert.Contains(user, refusal, StringComparison.Ordinal);
        Assert.Contains("no.such.path", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void a_misspelt_top_level_key_is_refused()
    {
        Write("node.conf", "akka.a = 1");
        var user = Write("user.conf", "tradng-actors { emergency.initial-mode = halted }");

        Assert.Contains("'tradng-actors' is not a known key", Refusal(user), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("akka.a = 1")]
    [InlineData("akka.a = [1, 2]")]
    [InlineData("akka.a.b { c = 1 }")]
    public void a_value_in_the_place_of_a_section_is_refused_with_its_key(string text)
    {
        Write("node.conf", "akka { a { b = 1 } }");
        var user = Write("user.conf", text);

        var refusal = Refusal(user);
        Assert.Contains(user, refusal, StringComparison.Ordinal);
        Assert.Contains("'akka.a", refusal, StringComparison.Ordinal);
    }

    private string Refusal(string? user) =>
        Assert.Throws<ConfigurationException>(() =>
            NodeConfiguration.Load(_directory.FullName, user)).Message;

    private string Write(string name, string text)
    {
        var file = Path.Combine(_directory.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
