using System.Xml.Linq;
using Xunit;

namespace TradingActors.Tests.Architecture;

/// <summary>Dependencies point one way: Node, Simulation, then engine and venues side by side, then Domain.</summary>
public sealed class ProjectTests
{
    [Theory]
    [InlineData("Domain")]
    [InlineData("Engine", "Domain")]
    [InlineData("Venues", "Domain")]
    [InlineData("SimulatedVenue", "Domain")]
    [InlineData("Simulation", "Domain", "Engine", "SimulatedVenue", "Venues")]
    [InlineData("Node", "Domain", "Engine", "SimulatedVenue", "Simulation", "Venues")]
    public void a_project_refers_to_nothing_above_or_beside_it(string project, params string[] allowed)
    {
        var references = Included(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension);
        Assert.Empty(references.Except(allowed.Select(name => $"TradingActors.{name}")));
    }

    [Fact]
    public void every_project_has_its_place() => Assert.Equal(
        ["Domain", "Engine", "Node", "SimulatedVenue", "Simulation", "Venues"],
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)["TradingActors.".Length..])
            .Order(StringComparer.Ordinal));

    [Fact]
    public void the_domain_needs_no_package() => Assert.Empty(Included("Domain", "PackageReference"));

    [Theory]
    [InlineData("Domain")]
    [InlineData("Venues")]
    [InlineData("SimulatedVenue")]
    public void no_actor_is_known_outside_the_engine(string project)
    {
        Assert.DoesNotContain(Included(project, "PackageReference"), name => name.StartsWith("Akka", StringComparison.Ordinal));
        Assert.Empty(NamingAkka(Repository.Sources.Where(
            file => file.Path.StartsWith($"src/TradingActors.{project}/", StringComparison.Ordinal))));
    }

    [Fact]
    public void no_actor_is_known_in_the_pure_core()
    {
        var core = Repository.Sources.Where(file => file.IsPureCore).ToArray();
        Assert.NotEmpty(core);
        Assert.Empty(NamingAkka(core));
    }

    private static IEnumerable<string> NamingAkka(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Lines.Any(line =>
                line.StartsWith("using Akka", StringComparison.Ordinal)
                || line.Contains("Akka.Actor.", StringComparison.Ordinal)))
            .Select(file => file.Path);

    private static IEnumerable<string> Included(string project, string item) => XDocument
        .Load(Path.Combine(Repository.Root, "src", $"TradingActors.{project}", $"TradingActors.{project}.csproj"))
        .Descendants(item)
        .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));
}
