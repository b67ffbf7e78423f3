using Akka.Configuration;
using TradingActors.Engine;
using TradingActors.Node.Secrets;
using Xunit;

namespace TradingActors.Tests.Node.Secrets;

public sealed class SecretSourceTests : IDisposable
{
    private const string Canary = "canary-9f27c1d4";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("secret-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void a_file_of_its_owner_alone_is_read_without_its_line_end() =>
        Assert.Equal(Canary, Source($"{{ file = \"{Kept(Canary + "\n")}\" }}").ReadText());

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, "640")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, "604")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupWrite, "420")]
    public void a_file_open_to_others_is_refused_with_the_way_out(UnixFileMode mode, string octal)
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = Kept(Canary);
        File.SetUnixFileMode(file, mode);

        var refused = Assert.Throws<SecretUnavailableException>(
            () => Source($"{{ file = \"{file}\" }}").ReadText());

        Assert.Contains($"(mode {octal}); run chmod 600 {file}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'s.secret'", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void a_link_is_judged_by_the_file_it_leads_to()
    {
        if (OperatingSystem.IsWindows())
            return;
        var link = Path.Combine(_directory.FullName, "link");
        File.CreateSymbolicLink(link, Kept(Canary));

        Assert.Equal(Canary, Source($"{{ file = \"{link}\" }}").ReadText());
    }

    [Theory]
    [InlineData("{ env = TRADINGACTORS_NO_SUCH_VARIABLE }", "TRADINGACTORS_NO_SUCH_VARIABLE is not set")]
    [InlineData("{ file = \"/nowhere/at/all\" }", "/nowhere/at/all cannot be read")]
    public void what_is_not_there_is_named(string source, string problem) =>
        Assert.Contains(problem,
            Assert.Throws<SecretUnavailableException>(() => Source(source).ReadText()).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("canary-9f27c1d4", "do not stand in a configuration file")]
    [InlineData("{ env = A, file = B }", "takes one of")]
    [InlineData("{ envv = A }", "s.secret.envv': is not a known key")]
    public void a_live_key_says_where_it_is_kept_and_nothing_else(string source, string problem)
    {
        var refused = Assert.Throws<ConfigKeyException>(() => Source(source));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void an_empty_secret_is_refused() =>
        Assert.Contains("is empty",
            Assert.Throws<SecretUnavailableException>(
                () => Source($"{{ file = \"{Kept("\n")}\" }}").ReadText()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void nothing_prints_a_secret()
    {
        var text = SecretSource.Read(Reader($"\"{Canary}\""), "secret", mayBeText: true);
        var key = new VenueKey(Canary, TradingActors.Venues.Signing.VenueSecret.FromText(Canary), Canary);
        var ring = new KeyRing();
        ring.Use(new("main"), key);
        var source = new VenueKeySource("p", text, text);

        foreach (var thing in new object[] { text, key, ring, source, source.Load() })
            Assert.DoesNotContain(Canary, thing.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void a_key_is_the_same_only_when_both_halves_are()
    {
        VenueKey Key(string api, string secret) =>
            new(api, TradingActors.Venues.Signing.VenueSecret.FromText(secret), secret);

        Assert.True(Key("a", "b").IsSameAs(Key("a", "b")));
        Assert.False(Key("a", "b").IsSameAs(Key("a", "c")));
        Assert.False(Key("a", "b").IsSameAs(Key("x", "b")));
    }

    private static ConfigReader Reader(string source) =>
        new(ConfigurationFactory.ParseString($"s {{ secret = {source} }}"), "s");

    private static SecretSource Source(string source) =>
        SecretSource.Read(Reader(source), "secret", mayBeText: false);

    private string Kept(string text)
    {
        var file = Path.Combine(_directory.FullName, "secret");
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
