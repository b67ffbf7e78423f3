namespace TradingActors.Node.Secrets;

/// <summary>
/// A secret cannot be had or is not safe where it is kept; the message says where, never what it is.
/// </summary>
public sealed class SecretUnavailableException(string problem, Exception? inner = null)
    : Exception(problem, inner);
