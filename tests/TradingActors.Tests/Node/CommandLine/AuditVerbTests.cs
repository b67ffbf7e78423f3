using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Control;
using TradingActors.Tests.Engine;
using TradingActors.Tests.Engine.Audit;
using Xunit;

namespace TradingActors.Tests.Node.CommandLine;

[Trait("Control", "C11")]
[Trait("Control", "C23")]
[Trait("Control", "S6")]
public sealed class AuditVerbTests : IDisposable
{
    private readonly AuditedNode _node = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task verify_says_that_a_record_is_intact()
    {
        _node.Anchor();

        Assert.Equal(0, await Run("verify"));

        Assert.Contains("the record is intact", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NOT INTACT", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task verify_fails_and_names_the_row()
    {
        _node.Journal.Run("DELETE FROM journal WHERE sequence_number = 7");

        Assert.Equal(1, await Run("verify"));

        Assert.Contains("REMOVED account-main row 7: was sealed and is gone", _output.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task verify_takes_the_anchors_from_another_volume()
    {
        _node.Anchor();
        var elsewhere = _node.Files.Anchors + ".copy";
        File.Move(_node.Files.Anchors, elsewhere);
        _node.Journal.Run(
            "UPDATE journal SET message = replace(message, '7', '8') WHERE sequence_number = 7");
        _node.ForgetSeals();
        _node.Seal();

        Assert.Equal(0, await Run("verify"));
        Assert.Equal(1, await Run("verify", "--anchors", elsewhere, "--json"));

        var json = _output.ToString();
        Assert.Contains("anchor_contradicts", json[json.IndexOf('{')..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_directory_or_a_file_that_is_not_there_is_named()
    {
        Assert.Equal(2, await Run("verify", "--anchors", "nowhere.jsonl"));
        Assert.Contains("nowhere.jsonl", _error.ToString(), StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(_node.Path, "empty"));
        Assert.Equal(1, await RunIn(Path.Combine(_node.Path, "empty"), "explain", "a1"));
        Assert.Equal(2, await RunIn(Path.Combine(_node.Path, "none"), "verify"));
    }

    [Fact]
    public async Task explain_tells_why_an_order_was_refused_in_words()
    {
        _node.Journal.Write(AuditedNode.Main, new IntentRefused(Some.Request(),
            new Refusal(RefusalCode.NotionalAboveMax, 50m, 100m, "BTCUSDT"), Some.Time,
            OrderStoriesTests.Saw));

        Assert.Equal(0, await Run("explain", "a1"));

        var text = _output.ToString();
        Assert.Contains("order a1 of account main, strategy s: Buy 1 BTCUSDT Limit Gtc at 100", text,
            StringComparison.Ordinal);
        Assert.Contains("REFUSED at 2026-01-02T03:04:05.000000Z", text, StringComparison.Ordinal);
        Assert.Contains("limit 50 (largest notional)", text, StringComparison.Ordinal);
        Assert.Contains("limits version 4, mode Active", text, StringComparison.Ordinal);
        Assert.Contains("HALTED all Operator by ann", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task every_code_has_its_meaning()
    {
        foreach (var code in Enum.GetValues<RefusalCode>())
            _node.Journal.Write(AuditedNode.Main, new IntentRefused(
                Some.Request($"r-{code}"), new Refusal(code), Some.Time));
        foreach (var code in Enum.GetValues<RefusalCode>())
            await Run("explain", $"r-{code}");

        Assert.DoesNotContain("a code of another version", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task explain_as_json_is_one_object_and_an_unknown_order_is_an_error()
    {
        _node.Journal.Write(AuditedNode.Main, new IntentRecorded(
            new VenueClientId("v-a1"), 1, Some.Request(), null, default, Some.Time));

        Assert.Equal(0, await Run("explain", "v-a1", "--account", "main", "--json"));
        var story = JsonSerializer.Deserialize<OrderStory>(_output.ToString(), ControlJson.Options)!;
        Assert.Equal(("a1", StoryVerdict.Approved), (story.ClientOrderId, story.Decision.Verdict));

        Assert.Equal(1, await Run("explain", "b1"));
        Assert.Contains("no order 'b1' in b, main", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Run("explain", "a1", "--account", "x"));
    }

    [Fact]
    public async Task log_lists_the_latest_of_all_streams_since_a_time()
    {
        Assert.Equal(0, await Run("log", "--since", "2026-01-02T03:04:05Z", "--limit", "2", "--json"));

        var entries = JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("entries");
        Assert.Equal(["emergency", "emergency"],
            entries.EnumerateArray().Select(e => e.GetProperty("stream").GetString()));
        Assert.Equal("halted (version 2)", entries[1].GetProperty("after").GetString());

        _output.GetStringBuilder().Clear();
        await Run("log", "--since", "30m", "--json");
        Assert.Equal(
            0, JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task anchor_prints_what_verify_can_be_given()
    {
        Assert.Equal(0, await Run("anchor"));
        var file = Path.Combine(_node.Path, "printed.jsonl");
        File.WriteAllText(file, _output.ToString());

        Assert.Equal(0, await Run("verify", "--anchors", file));
    }

    private Task<int> Run(params string[] args) => RunIn(_node.Path, args);

    private Task<int> RunIn(string data, params string[] args)
    {
        var shared = new SharedOptions();
        var command = new AuditVerb(
            _output, _error, new FakeTimeProvider(Some.Time.AddHours(1))).Build(shared);
        command.Add(shared.Json);
        return command.Parse([.. args, "--data", data]).InvokeAsync();
    }
}
