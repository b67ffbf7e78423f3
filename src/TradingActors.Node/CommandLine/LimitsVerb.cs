using System.CommandLine;
using System.Globalization;
using TradingActors.Engine.Risk;
using TradingActors.Node.Control;

namespace TradingActors.Node.CommandLine;

/// <summary>
/// The verb <c>limits</c>: how much of each limit is used; <c>limits set</c> changes one while the node runs,
/// <c>limits approve</c> is the second person's word.
/// </summary>
public sealed class LimitsVerb(TextWriter output, TextWriter error) : INodeVerb
{
    private readonly Argument<string> _limit = new("LIMIT")
    {
        Description =
            "account/LIMIT, strategy:NAME/LIMIT or instrument:SYMBOL/LIMIT, as 'limits' lists them.",
    };

    private readonly Argument<string> _value = new("VALUE")
    {
        Description = "The new value, plain digits.",
    };

    private readonly Argument<string> _id = new("ID")
    {
        Description = "What the first person's command printed.",
    };

    private readonly Option<long?> _version = new("--version-seen")
    {
        Description = "Refuse the change where the limits are not of this version any more.",
        HelpName = "NUMBER",
    };

    public Command Build(SharedOptions shared)
    {
        _limit.Validators.Add(r => NodeCommandLine.Require(
            r, LimitKey.TryParse(r.GetValueOrDefault<string>() ?? "", out _, out var why), why));
        _value.Validators.Add(r => NodeCommandLine.Require(
            r, TryValue(r.GetValueOrDefault<string>(), out _),
            $"VALUE: '{r.GetValueOrDefault<string>()}' is not a number of plain digits"));
        var set = new Command("set", "Change one limit; a looser one may need a second person.")
        {
            _limit, _value, shared.Reason, shared.Principal, shared.Account, _version, shared.Http,
        };
        set.SetAction(r => Guard.RunAsync(error, () =>
        {
            TryValue(r.GetValue(_value), out var value);
            return Client(shared, r).SetLimitAsync(new LimitRequest(r.GetValue(_limit), value,
                r.GetValue(shared.Reason), r.GetValue(shared.Principal), r.GetValue(shared.Account),
                r.GetValue(_version)));
        }));
        var approve = new Command("approve", "Agree to a change that somebody else asked for.")
        {
            _id, shared.Principal, shared.Account, shared.Http,
        };
        approve.SetAction(r => Guard.RunAsync(error, () => Client(shared, r).ApproveLimitAsync(
            new ApproveLimitRequest(
                r.GetValue(_id), r.GetValue(shared.Principal), r.GetValue(shared.Account)))));
        var limits = new Command("limits", "Show the limits of an account and how much of each is used.")
        {
            set, approve, shared.Account, shared.Http,
        };
        limits.SetAction(r => Guard.RunAsync(
            error, () => Client(shared, r).LimitsAsync(r.GetValue(shared.Account))));
        return limits;
    }

    private ControlClient Client(SharedOptions shared, ParseResult r) =>
        new(new SteerOptions(r.GetValue(shared.Http)!, r.GetValue(shared.Json)), output, error);

    private static bool TryValue(string? text, out decimal value) => decimal.TryParse(
        text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}
