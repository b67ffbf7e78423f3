using System.Net;
using System.Text;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Risk;
using TradingActors.Node.CommandLine;
using Xunit;

namespace TradingActors.Tests.Node.Control;

/// <summary>The way of a limit: verb, address, account, and the answer back.</summary>
[Trait("Control", "C12")]
public sealed class LimitsApiTests : ControlApiTestBase
{
    private static readonly LimitKey Gross = new(LimitLevel.Account, "", "gross-exposure-max");

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task every_limit_that_is_set_is_shown_with_its_use()
    {
        Fake.AccountAnswer = new LimitsView(3,
        [
            new LimitLine(Gross, 1500m, 600m, 300m, "ann", "calm down"),
            new LimitLine(Gross with { Limit = "leverage-max" }, null, null, null, "", ""),
        ]);

        Assert.Equal(ExitCodes.Ok, await Run());

        Assert.Equal(("main", new GetLimits()), Fake.AskedAccount);
        var text = _output.ToString();
        Assert.Contains("account/gross-exposure-max", text, StringComparison.Ordinal);
        Assert.Contains("ann: calm down", text, StringComparison.Ordinal);
        Assert.Contains("main: limits version 3; 1 are off", text, StringComparison.Ordinal);
        Assert.DoesNotContain("leverage-max", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_change_reaches_the_account_with_who_why_and_the_version_that_was_seen()
    {
        Fake.AccountAnswer = new LimitChangeAccepted(Gross, 1500m, 100m, 4);

        Assert.Equal(ExitCodes.Ok, await Run("set", "account/gross-exposure-max", "100",
            "--reason", "calm down", "--principal", "ann", "--version-seen", "3"));

        Assert.Equal(("main", new ChangeLimit(Gross, 100m, "calm down", "ann", 3)), Fake.AskedAccount);
        Assert.Contains("account/gross-exposure-max is 100, it was 1500; limits version 4", _output.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_change_that_waits_says_so_and_a_second_person_approves_it()
    {
        Fake.AccountAnswer = new LimitChangePending("limit-main-1", Gross, 2000m, Samples.At);

        Assert.Equal(ExitCodes.Pending, await Run(
            "set", "account/gross-exposure-max", "2000", "--reason", "more", "--principal", "ann"));
        Assert.Contains("limits approve limit-main-1", _output.ToString(), StringComparison.Ordinal);

        Fake.AccountAnswer = new LimitChangeAccepted(Gross, 1500m, 2000m, 4);
        Assert.Equal(ExitCodes.Ok, await Run("approve", "limit-main-1", "--principal", "bob"));
        Assert.Equal(("main", new ApproveLimit("limit-main-1", "bob")), Fake.AskedAccount);
    }

    [Theory]
    [InlineData(LimitChangeCodes.LimitUnknown, HttpStatusCode.NotFound)]
    [InlineData(LimitChangeCodes.ValueInvalid, HttpStatusCode.UnprocessableEntity)]
    [InlineData(LimitChangeCodes.ReasonMissing, HttpStatusCode.BadRequest)]
    [InlineData(LimitChangeCodes.VersionChanged, HttpStatusCode.Conflict)]
    [InlineData(LimitChangeCodes.AccountNotReady, HttpStatusCode.ServiceUnavailable)]
    [InlineData(ApprovalCodes.SamePerson, HttpStatusCode.Conflict)]
    public async Task a_refusal_keeps_its_code(string code, HttpStatusCode status)
    {
        Fake.AccountAnswer = new LimitChangeRefused(code, "because");

        var answer = await Post("""{"limit":"account/gross-exposure-max","value":"1","reason":"r","principal":"p"}""");

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"limit":"gross","value":"1"}""", "LIMIT_MALFORMED", HttpStatusCode.BadRequest)]
    [InlineData("""{"limit":"account/gross-exposure-max"}""", "VALUE_MISSING", HttpStatusCode.BadRequest)]
    [InlineData("""{"limit":"account/x","value":"1","account":"b"}""", "ACCOUNT_UNKNOWN", HttpStatusCode.NotFound)]
    public async Task what_is_malformed_reaches_no_account(string body, string code, HttpStatusCode status)
    {
        var answer = await Post(body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(Fake.AskedAccount);
    }

    private Task<HttpResponseMessage> Post(string body) => Http.PostAsync(
        "/engine/v1/limits", new StringContent(body, Encoding.UTF8, "application/json"));

    private Task<int> Run(params string[] args)
    {
        var shared = new SharedOptions();
        var command = new LimitsVerb(_output, _error).Build(shared);
        command.Add(shared.Json);
        return command.Parse([.. args, "--http", Address.ToString()]).InvokeAsync();
    }
}
