namespace TradingActors.Engine.Journal;

/// <summary>
/// A journal's database that must not be written to; the message names the file and what is wrong with it.
/// </summary>
public sealed class JournalUnfitException(string file, string problem, Exception? inner = null)
    : Exception($"journal {file}: {problem}", inner);
