using System.CommandLine;
using System.Globalization;
using TradingActors.Engine.Orders;
using TradingActors.Node.Control;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// The verb <c>resolve</c>: a person decides on an order that the venue does not answer for, or on a balance
/// that stays different, at a running node.
/// </summary>
public sealed class ResolveVerb(TextWriter output, TextWriter error) : INodeVerb
{
    private readonly Argument<string> _order = new("ORDER")
    {
        Description = "The client order id.",
    };

    private readonly Option<string> _as = new("--as")
    {
        Description = "What became of it: never-arrived, canceled or expired.",
        HelpName = "OUTCOME",
        Required = true,
    };

    private readonly Option<string> _asset = new("--asset")
    {
        Description = "The asset whose balance differs.",
        HelpName = "ASSET",
        Required = true,
    };

    private readonly Option<decimal> _change = NodeCommandLine.Parsed<decimal>("--change", TryChange, 0m,
        "The venue's balance less the engine's, as status shows it.", "AMOUNT");

    public Command Build(SharedOptions shared)
    {
        _as.Validators.Add(r => NodeCommandLine.Require(
            r, ResolvedOutcomes.TryParse(r.GetValueOrDefault<string>() ?? "", out _),
            $"--as: write {string.Join(", ", ResolvedOutcomes.Spellings.Select(s => s.Text))}"));
        _change.Required = true;
        return new Command("resolve", "Decide where the venue does not answer; kept with name and reason.")
        {
            Decision(shared, "order", "What became of an order whose fate is unknown.",
                [_order], [_as], r => new ResolveRequest(
                    r.GetValue(shared.Reason), r.GetValue(shared.Principal), r.GetValue(shared.Account),
                    Order: r.GetValue(_order), As: r.GetValue(_as))),
            Decision(shared, "mismatch", "Accept a difference between the engine's balance and the venue's.",
                [], [_asset, _change], r => new ResolveRequest(
                    r.GetValue(shared.Reason), r.GetValue(shared.Principal), r.GetValue(shared.Account),
                    Asset: r.GetValue(_asset), Change: r.GetValue(_change))),
        };
    }

    private Command Decision(SharedOptions shared, string name, string description,
        Argument[] arguments, Option[] options, Func<ParseResult, ResolveRequest> request)
    {
        var command = new Command(name, description)
        {
            shared.Reason, shared.Principal, shared.Account, shared.Http,
        };
        foreach (var argument in arguments)
            command.Add(argument);
        foreach (var option in options)
            command.Add(option);
        command.SetAction(r => Guard.RunAsync(error, () => new ControlClient(
                new SteerOptions(r.GetValue(shared.Http)!, r.GetValue(shared.Json)), output, error)
            .ResolveAsync(request(r))));
        return command;
    }

    private static bool TryChange(string text, out decimal change, out string why)
    {
        why = $"'{text}' is not an amount: write plain digits with their sign, as in -0.5";
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out change) && change != 0m;
    }
}
