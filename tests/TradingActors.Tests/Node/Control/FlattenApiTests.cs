using System.Net;
using System.Text;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Control;
using Xunit;

namespace TradingActors.Tests.Node.Control;

/// <summary>The way of a flatten: verb, address, accounts, and how it stands back again.</summary>
public sealed class FlattenApiTests : ControlApiTestBase
{
    private static readonly AccountId Main = new("main");

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public FlattenApiTests() =>
        Fake.AccountAnswer = new FlattenStarted("flatten-1", Main, HasJoined: false);

    [Fact]
    public async Task a_flatten_reaches_the_account_with_its_terms_and_is_answered_by_its_id()
    {
        var response = await Post("/engine/v1/flatten", """
            {"scope":"account:main","reason":"out","principal":"alice","collar_bps":"10","slice_notional_max":"500"}
            """);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(("main", new Flatten("flatten-1", Scope.Account(Main), "out", "alice",
            new ExitTerms(new Notional(500m), 10m))), Fake.AskedAccount);
        var account = (await Json(response)).GetProperty("accounts")[0];
        Assert.Equal(("main", "flatten-1", false), (account.GetProperty("account").GetString(),
            account.GetProperty("flatten_id").GetString(), account.GetProperty("has_joined").GetBoolean()));
    }

    [Theory]
    [InlineData("""{"scope":"all","principal":"a"}""", "REASON_MISSING", "reason")]
    [InlineData("""{"scope":"all","reason":"r"}""", "PRINCIPAL_MISSING", "principal")]
    [InlineData("""{"reason":"r","principal":"a"}""", "SCOPE_MISSING", "scope")]
    [InlineData("""{"reason":"r","principal":"a","scope":"acount:main"}""", "SCOPE_MALFORMED", "scope")]
    public async Task what_is_not_complete_is_refused_with_the_fields_name(string body, string code, string field)
    {
        var response = await Post("/engine/v1/flatten", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await Json(response);
        Assert.Equal((code, field),
            (problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString()));
        Assert.Null(Fake.AskedAccount);
    }

    [Theory]
    [InlineData(FlattenCodes.ScopeNotHere, 404)]
    [InlineData(FlattenCodes.ScopeNotSupported, 400)]
    [InlineData(FlattenCodes.TermsTooWide, 400)]
    [InlineData(FlattenCodes.TooMany, 409)]
    [InlineData(FlattenCodes.AccountNotReady, 503)]
    public async Task what_every_account_refuses_is_refused(string code, int status)
    {
        Fake.AccountAnswer = new FlattenRefused("flatten-1", Main, code, "because");

        var response = await Post("/engine/v1/flatten", Body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (await Json(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task an_account_that_does_not_answer_is_told_as_such()
    {
        Fake.AccountAnswer = null;

        var response = await Post("/engine/v1/flatten", Body);

        Assert.Equal(503, (int)response.StatusCode);
        Assert.Equal(FlattenCodes.NoAnswer, (await Json(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task how_it_stands_is_found_by_its_id_and_an_unknown_one_is_not()
    {
        Stands(FlattenOutcome.UnderWay, "SLICE_UNDER_WAY");

        var view = (await Json(await Http.GetAsync("/engine/v1/flatten/flatten-1"))).GetProperty("flattens")[0];

        Assert.Equal(("under_way", "0.4", "60000.5"), (view.GetProperty("outcome").GetString(),
            view.GetProperty("lines")[0].GetProperty("position").GetString(),
            view.GetProperty("lines")[0].GetProperty("average_price").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync("/engine/v1/flatten/flatten-9")).StatusCode);
    }

    [Fact]
    public async Task the_verb_follows_it_to_its_end()
    {
        Stands(FlattenOutcome.Dust, "DUST");

        Assert.Equal(ExitCodes.Ok, await Run("--scope", "account:main", "--reason", "out", "--yes"));

        var text = _output.ToString();
        Assert.Contains("main: begins flatten-1", text, StringComparison.Ordinal);
        Assert.Contains("main BTCUSDT: 0.4 left of 1, 0.6 closed in 3 orders at 60000.5: DUST", text,
            StringComparison.Ordinal);
        Assert.Contains("main flatten-1: DUST", text, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Control", "C22")]
    [InlineData(FlattenOutcome.Residual)]
    [InlineData(FlattenOutcome.Stopped)]
    [InlineData(FlattenOutcome.Interrupted)]
    public async Task the_verb_fails_when_something_is_left(FlattenOutcome outcome)
    {
        Stands(outcome, "SLICES_EXHAUSTED");

        Assert.Equal(ExitCodes.Failed, await Run("--scope", "all", "--reason", "out", "--yes", "--json"));

        var ended = JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("ended")[0];
        Assert.Equal("SLICES_EXHAUSTED", ended.GetProperty("lines")[0].GetProperty("code").GetString());
    }

    [Fact]
    [Trait("Control", "C10")]
    public async Task with_halt_the_scope_is_halted_first()
    {
        Stands(FlattenOutcome.Flat, "FLAT");

        await Run("--scope", "account:main", "--reason", "out", "--principal", "alice", "--halt", "--yes");

        Assert.Equal((Scope.Account(Main), "out", "alice"), Fake.Halted);
    }

    [Fact]
    public async Task nothing_is_begun_that_nobody_confirmed()
    {
        Assert.Equal(ExitCodes.Usage, await Run("--scope", "all", "--reason", "out"));

        Assert.Null(Fake.AskedAccount);
        Assert.Contains("--yes is needed", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--reason", "out", "--yes")]
    [InlineData("--scope", "all", "--stop", "flatten-1", "--reason", "out")]
    [InlineData("--scope", "nowhere", "--reason", "out", "--yes")]
    [InlineData("--scope", "all", "--reason", " ", "--yes")]
    [InlineData("--scope", "all", "--reason", "out", "--yes", "--collar-bps", "-1")]
    public async Task a_wrong_command_line_begins_nothing(params string[] args)
    {
        Assert.Equal(ExitCodes.Usage, await Run(args));

        Assert.Null(Fake.AskedAccount);
    }

    [Fact]
    public async Task the_verb_ends_one_that_is_under_way()
    {
        Fake.AccountAnswer = new FlattenStopped("flatten-1", Main, IsKnown: true);
        Assert.Equal(ExitCodes.Ok, await Run("--stop", "flatten-1", "--reason", "enough", "--principal", "bob"));
        Assert.Equal(("main", new StopFlatten("flatten-1", "enough", "bob")), Fake.AskedAccount);

        Fake.AccountAnswer = new FlattenStopped("flatten-1", Main, IsKnown: false);
        Assert.Equal(ExitCodes.Refused, await Run("--stop", "flatten-1", "--reason", "enough"));
    }

    [Fact]
    public async Task status_shows_one_that_is_under_way()
    {
        Stands(FlattenOutcome.UnderWay, "QUOTE_STALE");

        await new ControlClient(new SteerOptions(Address, false), _output, _error).StatusAsync();

        Assert.Contains("account:main UnderWay: out", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("0.4 of 1 BTCUSDT left, 3 orders, QUOTE_STALE", _output.ToString(),
            StringComparison.Ordinal);
    }

    private const string Body = """{"scope":"account:main","reason":"out","principal":"alice"}""";

    private void Stands(FlattenOutcome outcome, string code)
    {
        var line = new FlattenLineView("BTCUSDT", 1m, 0.4m, 0.6m, 60_000.5m, 3, 0, 0, outcome, code, "");
        var view = new FlattenView("flatten-1", "main", "account:main", "out", "alice", outcome,
            outcome != FlattenOutcome.UnderWay, "", [line], Samples.At, Samples.At);
        Fake.State = Samples.Node with { Accounts = [Samples.Account with { Flattens = [view] }] };
    }

    private Task<int> Run(params string[] args)
    {
        var verb = new FlattenVerb(_output, _error, TextReader.Null, () => false);
        return new NodeCommandLine(new NodeCommands(_output, _error), verb).InvokeAsync(
            ["flatten", .. args, "--http", Address.ToString()], _output, _error);
    }

    private Task<HttpResponseMessage> Post(string path, string body) =>
        Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<JsonElement> Json(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
}
