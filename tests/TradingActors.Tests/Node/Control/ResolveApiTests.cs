using System.Text;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Control;
using TradingActors.Tests.Engine;
using Xunit;

namespace TradingActors.Tests.Node.Control;

/// <summary>The way of a person's decision: verb, address, account, and the answer back.</summary>
public sealed class ResolveApiTests : ControlApiTestBase
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task an_order_is_decided_by_the_verb_and_shown_as_it_stands()
    {
        Fake.AccountAnswer = new Resolved(
            new OrderResolved(new VenueClientId("v-a1"), OrderStatus.Canceled, "asked", "ann", Samples.At),
            Some.Order(status: OrderStatus.Canceled));

        Assert.Equal(0, await Run(
            "order", "a1", "--as", "canceled", "--reason", "asked", "--principal", "ann"));

        Assert.Equal(
            ("main", new ResolveOrder(new ClientOrderId("a1"), ResolvedOutcome.Canceled, "asked", "ann")),
            Fake.AskedAccount);
        Assert.Contains("main: a1 is Canceled, 0 of 1 filled, by ann: asked", _output.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_difference_is_accepted_by_the_verb_to_the_last_digit()
    {
        Fake.AccountAnswer = new Resolved(
            new BalanceAdjusted(new Asset("USDT"), -10.50m, "fee", "ann", Samples.At), null);

        Assert.Equal(0, await Run("mismatch", "--asset", "USDT", "--change", "-10.50", "--reason", "fee",
            "--principal", "ann", "--account", "main", "--json"));

        Assert.Equal(("main", new ResolveMismatch(new Asset("USDT"), -10.50m, "fee", "ann")),
            Fake.AskedAccount);
        var answer = JsonSerializer.Deserialize<ResolveAnswer>(_output.ToString(), ControlJson.Options);
        Assert.Equal(
            new ResolveAnswer("main", null, "USDT", -10.50m, "fee", "ann", Samples.At), answer);
    }

    [Theory]
    [InlineData(ResolveCodes.OrderNotFound, 404)]
    [InlineData(ResolveCodes.OrderNotUnknown, 409)]
    [InlineData(ResolveCodes.AnotherDifference, 409)]
    [InlineData(ResolveCodes.AccountNotReady, 503)]
    public async Task a_refusal_keeps_its_code(string code, int status)
    {
        Fake.AccountAnswer = new ResolveRefused(code, "no");

        var answer = await Post("""{"order":"a1","as":"expired","reason":"r","principal":"ann"}""");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, await CodeOf(answer));
        Assert.Equal(4, await Run("order", "a1", "--as", "expired", "--reason", "r"));
        Assert.Contains(code, _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"order":"a1","as":"expired","principal":"ann"}""", "REASON_MISSING")]
    [InlineData("""{"order":"a1","as":"expired","reason":"r"}""", "PRINCIPAL_MISSING")]
    [InlineData("""{"reason":"r","principal":"ann"}""", "DECISION_MALFORMED")]
    [InlineData("""{"order":"a1","asset":"BTC","reason":"r","principal":"ann"}""", "DECISION_MALFORMED")]
    [InlineData("""{"order":"a1","as":"filled","reason":"r","principal":"ann"}""", "OUTCOME_MALFORMED")]
    [InlineData("""{"asset":"BTC","reason":"r","principal":"ann"}""", "CHANGE_MALFORMED")]
    [InlineData("""{"asset":"BTC","change":"0","reason":"r","principal":"ann"}""", "CHANGE_MALFORMED")]
    public async Task a_malformed_decision_reaches_no_account(string body, string code)
    {
        var answer = await Post(body);

        Assert.Equal((400, code), ((int)answer.StatusCode, await CodeOf(answer)));
        Assert.Null(Fake.AskedAccount);
    }

    [Fact]
    public async Task an_account_that_is_not_there_is_named()
    {
        var answer = await Post(
            """{"account":"x","order":"a1","as":"expired","reason":"r","principal":"ann"}""");

        Assert.Equal((404, "ACCOUNT_UNKNOWN"), ((int)answer.StatusCode, await CodeOf(answer)));
    }

    [Fact]
    public async Task status_shows_the_difference_that_waits_for_a_person()
    {
        Fake.State = Samples.Node with
        {
            Accounts =
            [
                Samples.Account with { Differences = [new DifferenceView("USDT", 100m, 110.5m, 10.5m)] },
            ],
        };

        await new ControlClient(new SteerOptions(Address, false), _output, _error).StatusAsync();

        Assert.Contains("USDT: the engine counts 100, the venue 110.5 (10.5)", _output.ToString(),
            StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] args)
    {
        var shared = new SharedOptions();
        var command = new ResolveVerb(_output, _error).Build(shared);
        command.Add(shared.Json);
        return command.Parse([.. args, "--http", Address.ToString()]).InvokeAsync();
    }

    private Task<HttpResponseMessage> Post(string body) => Http.PostAsync(
        "/engine/v1/resolve", new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement
            .GetProperty("code").GetString();
}
