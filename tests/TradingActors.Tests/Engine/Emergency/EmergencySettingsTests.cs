using Akka.Configuration;
using TradingActors.Engine;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Emergency;

public class EmergencySettingsTests
{
    private const string Sound = """
        initial-mode = halted
        beat-every = 500ms
        gate-stale-after = 2s
        barrier-deadline = 250ms
        journal-deadline = 1s
        resume-by-two = on
        approval-valid-for = 10m
        on-withdrawal = accept
        """;

    [Fact]
    public void reads_every_key() =>
        Assert.Equal(
            new EmergencySettings(TradingMode.Halted, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2),
                TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), ResumeByTwo: true,
                TimeSpan.FromMinutes(10), TradingMode.Active),
            Read(Sound));

    [Theory]
    [InlineData("initial-mode = open", "'emergency.initial-mode'")]
    [InlineData("beat-every = 0s", "'emergency.beat-every'")]
    [InlineData("barrier-deadline = 0ms", "'emergency.barrier-deadline'")]
    [InlineData("gate-stale-after = 900ms", "'emergency.gate-stale-after'")]
    [InlineData("resume-by-two = perhaps", "'emergency.resume-by-two'")]
    [InlineData("approval-valid-for = 0s", "'emergency.approval-valid-for'")]
    [InlineData("on-withdrawal = reduce-only", "'emergency.on-withdrawal'")]
    [InlineData("journal-deadlin = 1s", "'emergency.journal-deadlin'")]
    public void names_the_key_that_is_wrong(string line, string key) =>
        Assert.Contains(key, Assert.Throws<ConfigKeyException>(() => Read(Sound + "\n" + line)).Message,
            StringComparison.Ordinal);

    private static EmergencySettings Read(string text) => EmergencySettings.Read(
        new ConfigReader(ConfigurationFactory.ParseString($"emergency {{\n{text}\n}}"), "emergency"));
}
