using System.CommandLine;
using System.Globalization;
using TradingActors.Engine.Emergency;
using TradingActors.Node.Control;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// The verb <c>flatten</c>: has a running node leave the positions of a scope, and follows that to its end.
/// </summary>
public sealed class FlattenVerb(
    TextWriter output, TextWriter error, TextReader input, Func<bool> isInteractive) : INodeVerb
{
    private readonly Option<string?> _scope = new("--scope")
    {
        Description = "What to leave: all, venue:NAME, account:NAME or instrument:VENUE/SYMBOL.",
        HelpName = "S",
    };

    private readonly Option<decimal?> _collar = Amount("--collar-bps",
        "A narrower collar than configured, in basis points from the best price.", "BPS");

    private readonly Option<decimal?> _slice = Amount("--slice-notional-max",
        "Smaller slices than configured, in quote asset.", "AMOUNT");

    private readonly Option<bool> _halt = new("--halt")
    {
        Description = "Halt the scope first, so that it stays flat afterwards.",
    };

    private readonly Option<string?> _stop = new("--stop")
    {
        Description = "End the flatten of this id where it stands, instead of beginning one.",
        HelpName = "ID",
    };

    private readonly Option<bool> _yes = new("--yes")
    {
        Description = "Do not ask.",
    };

    public Command Build(SharedOptions shared)
    {
        _scope.Validators.Add(r =>
        {
            if (!Scope.TryParse(r.GetValueOrDefault<string>() ?? "", out _, out var why))
                r.AddError($"--scope: {why}");
        });
        var command = new Command("flatten",
            "Leave the positions of a scope: cancel, then sell in slices, also under a halt.")
        {
            _scope, shared.Reason, shared.Principal, _collar, _slice, _halt, _stop, _yes, shared.Http,
        };
        command.Validators.Add(r => NodeCommandLine.Require(
            r, r.GetResult(_scope) is null != r.GetResult(_stop) is null,
            "flatten needs either --scope or --stop"));
        command.SetAction(r => Guard.RunAsync(error, () => RunAsync(r, shared)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult r, SharedOptions shared)
    {
        var (reason, principal) = (r.GetValue(shared.Reason)!, r.GetValue(shared.Principal)!);
        var scope = r.GetValue(_scope) ?? "";
        var client = new ControlClient(new SteerOptions(
            r.GetValue(shared.Http)!, r.GetValue(shared.Json), reason, scope), output, error);
        if (r.GetValue(_stop) is { } id)
            return await client.StopFlattenAsync(id, new StopFlattenRequest(reason, principal));
        if (!r.GetValue(_yes) && !await AgreesAsync(scope))
            return ExitCodes.Usage;

        return await client.FlattenAsync(
            new FlattenRequest(scope, reason, principal, r.GetValue(_slice), r.GetValue(_collar)),
            r.GetValue(_halt));
    }

    private async Task<bool> AgreesAsync(string scope)
    {
        if (!isInteractive())
        {
            await error.WriteLineAsync("--yes is needed where nobody can be asked");
            return false;
        }

        await error.WriteAsync($"Leave every position in {scope}? Type yes: ");
        await error.FlushAsync();
        if ((await input.ReadLineAsync())?.Trim() is "yes")
            return true;
        await error.WriteLineAsync("nothing was done");
        return false;
    }

    private static Option<decimal?> Amount(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = r => decimal.TryParse(r.Tokens[0].Value, NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture, out var value) && value > 0m
            ? value
            : NodeCommandLine.Fail<decimal?>(r, $"{name}: '{r.Tokens[0].Value}' is not an amount above 0"),
    };
}
