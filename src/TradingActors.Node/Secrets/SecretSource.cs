using TradingActors.Engine;

namespace TradingActors.Node.Secrets;

/// <summary>
/// Where a secret text is kept: an environment variable, a file that only its owner can read, or, for a
/// simulated venue alone, the configuration itself. It prints as where, never as what.
/// </summary>
public sealed class SecretSource
{
    private readonly string _path;
    private readonly string? _variable;
    private readonly string? _file;
    private readonly string? _text;

    private SecretSource(string path, string? variable, string? file, string? text)
    {
        _path = path;
        _variable = variable;
        _file = file;
        _text = text;
    }

    /// <summary>
    /// Reads where it is kept, not what it is. <paramref name="mayBeText"/> allows it to stand in the
    /// configuration.
    /// </summary>
    /// <exception cref="ConfigKeyException">The key names no source or several.</exception>
    public static SecretSource Read(ConfigReader reader, string key, bool mayBeText)
    {
        var path = $"{reader.Path}.{key}";
        if (!reader.IsSection(key))
        {
            var text = reader.Text(key);
            return mayBeText
                ? new SecretSource(path, null, null, text)
                : throw new ConfigKeyException(path,
                    $"a live venue's keys do not stand in a configuration file: write {key}.env = NAME or "
                    + $"{key}.file = PATH");
        }

        var source = reader.Section(key);
        var (variable, file) = (source.TextOrNull("env"), source.TextOrNull("file"));
        source.Finish();
        return (variable is null) != (file is null)
            ? new SecretSource(path, variable, file, null)
            : throw new ConfigKeyException(path, "takes one of env = NAME and file = PATH");
    }

    /// <summary>The text as it is kept now, without the blanks around it.</summary>
    /// <exception cref="SecretUnavailableException">It is not there, empty, or open to others.</exception>
    public string ReadText()
    {
        var text = _text ?? (_variable is null ? SecretFile.Read(_path, _file!) : ReadVariable(_variable));
        return string.IsNullOrWhiteSpace(text)
            ? throw new SecretUnavailableException($"configuration key '{_path}': {this} is empty")
            : text.Trim();
    }

    public override string ToString() =>
        _variable is not null ? $"environment variable {_variable}"
        : _file is not null ? $"file {_file}"
        : "(redacted)";

    private string ReadVariable(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new SecretUnavailableException(
            $"configuration key '{_path}': environment variable {name} is not set");
}
