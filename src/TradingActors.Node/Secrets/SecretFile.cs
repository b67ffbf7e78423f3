using System.Text;

namespace TradingActors.Node.Secrets;

/// <summary>
/// Reads a secret from a file that nobody but its owner may read or write. The file that was opened is the
/// one whose mode is looked at, so that nothing can be put in its place in between.
/// </summary>
public static class SecretFile
{
    /// <summary>Ample for a PEM key; anything larger is another file.</summary>
    private const int BytesMax = 64 * 1024;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary><paramref name="key"/> is the configuration key that names the file.</summary>
    /// <exception cref="SecretUnavailableException">It cannot be read, or others could read it.</exception>
    public static string Read(string key, string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (!OperatingSystem.IsWindows()
                && File.GetUnixFileMode(stream.SafeFileHandle) is var mode && (mode & Others) != 0)
                throw new SecretUnavailableException(
                    $"configuration key '{key}': file {file} is open to others (mode "
                    + $"{Convert.ToString((int)mode, 8)}); run chmod 600 {file}");
            if (stream.Length > BytesMax)
                throw new SecretUnavailableException(
                    $"configuration key '{key}': file {file} has more than {BytesMax} bytes: it is no key");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnavailableException(
                $"configuration key '{key}': file {file} cannot be read: {e.Message}", e);
        }
    }
}
