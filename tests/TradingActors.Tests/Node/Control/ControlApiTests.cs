using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;
using Xunit;

namespace TradingActors.Tests.Node.Control;

public sealed class ControlApiTests : ControlApiTestBase
{
    [Fact]
    public async Task the_state_is_json_with_decimals_as_strings_and_utc_times()
    {
        var state = await Json(await Http.GetAsync("/engine/v1/state"));

        Assert.Equal("2026-01-02T03:04:05.000000Z", state.GetProperty("at").GetString());
        Assert.Equal("active", state.GetProperty("mode").GetString());
        var account = state.GetProperty("accounts")[0];
        Assert.Equal("0.01", account.GetProperty("working")[0].GetProperty("quantity").GetString());
        Assert.Equal("partially_filled", account.GetProperty("working")[0].GetProperty("status").GetString());
        Assert.Equal("99759.36", account.GetProperty("balances").GetProperty("USDT").GetString());
        Assert.Equal(1, account.GetProperty("counters").GetProperty("refused_by_reason")
            .GetProperty("POSITION_ABOVE_LIMIT").GetInt64());
    }

    [Fact]
    public async Task what_is_written_can_be_read_again()
    {
        var text = await Http.GetStringAsync("/engine/v1/state");

        var read = JsonSerializer.Deserialize<NodeView>(text, ControlJson.Options);

        Assert.Equal(text, JsonSerializer.Serialize(read, ControlJson.Options));
    }

    [Fact]
    public async Task a_halt_reaches_the_engine_and_is_answered_with_its_durability()
    {
        var answer = await Json(await Post("/engine/v1/emergency/halt",
            """{"reason":"too hot","scope":"account:main","principal":"alice"}"""));

        Assert.Equal((Scope.Account(new AccountId("main")), "too hot", "alice"), Fake.Halted);
        Assert.Equal(("halt-1", "journal", "account:main"), (answer.GetProperty("halt_id").GetString(),
            answer.GetProperty("durability").GetString(), answer.GetProperty("scope").GetString()));
        Assert.Equal("main", answer.GetProperty("connections_closed")[0].GetString());
    }

    [Fact]
    public async Task a_halt_without_scope_or_name_halts_everything()
    {
        await Post("/engine/v1/emergency/halt", """{"reason":"too hot"}""");

        Assert.Equal((Scope.Everything, "too hot", "http"), Fake.Halted);
    }

    [Theory]
    [InlineData("""{"scope":"all"}""", "REASON_MISSING", "reason")]
    [InlineData("""{"reason":" "}""", "REASON_MISSING", "reason")]
    [InlineData("""{"reason":"x","scope":"galaxy"}""", "SCOPE_MALFORMED", "scope")]
    [InlineData("""{"reason":"x","scpe":"account:main"}""", "MALFORMED_BODY", "scpe")]
    [InlineData("""{"reason":"x","reason":"y"}""", "MALFORMED_BODY", "reason")]
    [InlineData("""{"reason":""", "MALFORMED_BODY", null)]
    [InlineData("null", "MALFORMED_BODY", null)]
    public async Task a_malformed_halt_is_refused_with_code_and_field(string body, string code, string? field)
    {
        var answer = await Post("/engine/v1/emergency/halt", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await Json(answer);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        if (field is not null)
            Assert.Contains(
                field, problem.GetProperty("field").GetString() + problem.GetProperty("detail").GetString(),
                StringComparison.Ordinal);
        Assert.Null(Fake.Halted);
    }

    [Fact]
    public async Task a_body_that_is_not_declared_as_json_is_refused_because_any_web_page_could_send_it()
    {
        using var content = new StringContent("""{"reason":"x"}""", Encoding.UTF8, "text/plain");
        var answer = await Http.PostAsync("/engine/v1/emergency/halt", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Null(Fake.Halted);
    }

    [Fact]
    public async Task a_foreign_host_name_is_refused_because_it_is_a_rebound_name()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/engine/v1/state");
        request.Headers.Host = "evil.example";

        Assert.Equal(
            "HOST_NOT_LOCAL", (await Json(await Http.SendAsync(request))).GetProperty("code").GetString());
    }

    [Fact]
    public async Task a_body_that_is_too_large_is_refused()
    {
        var answer = await Post("/engine/v1/emergency/halt", $"{{\"reason\":\"{new string('x', 20_000)}\"}}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task a_resume_passes_the_version_on()
    {
        var answer = await Json(await Post("/engine/v1/emergency/resume",
            """{"reason":"cooled","version":7,"principal":"bob"}"""));

        Assert.Equal((Scope.Everything, "cooled", "bob", 7L), Fake.ResumedWith);
        Assert.Equal("active", answer.GetProperty("mode").GetString());
    }

    [Fact]
    [Trait("Control", "C12")]
    public async Task a_resume_that_takes_two_is_accepted_with_the_id_that_the_second_approves()
    {
        Fake.ResumeAnswer = new ResumePending(Samples.Approval);
        var pending = await Post("/engine/v1/emergency/resume", """{"reason":"cooled","principal":"alice"}""");
        Assert.Equal(HttpStatusCode.Accepted, pending.StatusCode);
        Assert.Equal("resume-7", (await Json(pending)).GetProperty("approval_id").GetString());

        Fake.ResumeAnswer = new Resumed(Scope.Everything, 9, TradingMode.CancelOnly, []);
        var approved = await Post("/engine/v1/emergency/approvals/resume-7", """{"principal":"bob"}""");
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        Assert.Equal(("resume-7", "bob"), Fake.ApprovedWith);
    }

    [Fact]
    public async Task a_refused_resume_is_a_conflict_with_the_engines_code()
    {
        Fake.ResumeAnswer =
            new ResumeRefused(Scope.Everything, ResumeCodes.VersionChanged, "it is 8 now");

        var answer = await Post("/engine/v1/emergency/resume", """{"reason":"cooled","version":7}""");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(ResumeCodes.VersionChanged, (await Json(answer)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task a_halt_is_complete_when_every_account_in_scope_is()
    {
        var acknowledged = FakeControl.Acknowledge(Scope.Everything)
            with
        { ConnectionsSilent = [new AccountId("other")] };
        Fake.Halt = new HaltView("halt-1", acknowledged, HaltDurability.Journal, [Report("main", true)]);
        Assert.False((await GetHalt()).GetProperty("is_complete").GetBoolean());

        Fake.Halt = Fake.Halt with { Reports = [Report("main", true), Report("other", false)] };
        Assert.False((await GetHalt()).GetProperty("is_complete").GetBoolean());

        Fake.Halt = Fake.Halt with { Reports = [Report("main", true), Report("other", true)] };
        Assert.True((await GetHalt()).GetProperty("is_complete").GetBoolean());
    }

    [Fact]
    public async Task an_unknown_halt_is_not_found()
    {
        var answer = await Http.GetAsync("/engine/v1/emergency/halts/nope");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("HALT_UNKNOWN", (await Json(answer)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task the_emergency_state_has_its_version_and_holds()
    {
        var answer = await Json(await Http.GetAsync("/engine/v1/emergency"));

        Assert.Equal((7, "halted"),
            (answer.GetProperty("version").GetInt64(), answer.GetProperty("mode").GetString()));
        Assert.Equal("test", answer.GetProperty("holds")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task it_is_alive_while_not_ready_and_says_what_is_missing()
    {
        Fake.State = Samples.Node with
        {
            Accounts = [Samples.Account with { Phase = DeskPhase.Connecting, PhaseReason = "refused" }],
        };
        Fake.IsMember = false;

        Assert.Equal("OK", await Http.GetStringAsync("/alive"));
        var ready = await Http.GetAsync("/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("this node is not a member of its cluster\naccount main is Connecting: refused",
            await ready.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task it_is_ready_when_every_account_trades() =>
        Assert.Equal("OK", await Http.GetStringAsync("/ready"));

    [Fact]
    public async Task an_engine_that_does_not_answer_is_unavailable_not_an_error()
    {
        Fake.IsSilent = true;

        var answer = await Http.GetAsync("/engine/v1/state");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("ENGINE_SILENT", (await Json(answer)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task anything_else_is_not_found_with_a_problem()
    {
        var answer = await Http.GetAsync("/v2/orders");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(
            "/v2/orders", (await Json(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_port_that_is_taken_is_a_clear_refusal()
    {
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() =>
            ControlApi.StartAsync(Fake, Address, NullLoggerFactory.Instance));

        Assert.Contains("the port is taken", refused.Message, StringComparison.Ordinal);
    }

    private static HaltReport Report(string account, bool isComplete) =>
        new("halt-1", new AccountId(account), 2, 1, 0, 0, 0, [], [], isComplete);

    private async Task<JsonElement> GetHalt() =>
        await Json(await Http.GetAsync("/engine/v1/emergency/halts/halt-1"));

    private Task<HttpResponseMessage> Post(string path, string json) =>
        Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    private static async Task<JsonElement> Json(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
}
