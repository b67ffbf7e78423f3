using static TradingActors.Node.Control.ControlHttp;

namespace TradingActors.Node.Control;

/// <summary>Which account a request means: the one that it names, or the only one that there is.</summary>
internal static class AccountChoice
{
    /// <summary>Null, and the refusal written, where the node has no such account.</summary>
    public static async Task<string?> OfAsync(INodeControl control, HttpContext context, string? named)
    {
        var accounts = (await control.GetStateAsync()).Accounts.Select(a => a.Account).ToArray();
        var account = named ?? (accounts.Length == 1 ? accounts[0] : "");
        if (accounts.Contains(account, StringComparer.Ordinal))
            return account;

        await Refuse(context, 404, "ACCOUNT_UNKNOWN",
            $"'{account}' is no account of this node: {string.Join(", ", accounts)}", "account");
        return null;
    }
}
