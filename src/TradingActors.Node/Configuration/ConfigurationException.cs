namespace TradingActors.Node.Configuration;

/// <summary>
/// The node cannot be configured like this; the message names the file or key and what is wrong with it.
/// </summary>
public sealed class ConfigurationException(string problem, Exception? inner = null)
    : Exception(problem, inner);
