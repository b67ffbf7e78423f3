using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace TradingActors.Node.Hosting;

/// <summary>
/// Where log lines go: always to a file under the data directory, and to stderr where nothing is drawn.
/// </summary>
public static class NodeLogging
{
    private const string Line =
        "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {Level:u3} {LogSource} {Message:lj}{NewLine}{Exception}";
    private const long FileBytesMax = 100 * 1024 * 1024;
    private const int FilesMax = 14;

    /// <summary>
    /// At the bound of a file a new one begins, at the bound of files the oldest is deleted.
    /// </summary>
    public static Logger Create(string? directory, LogEventLevel level, bool toStderr)
    {
        var logging = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // A host that does not start throws as well, and whoever started it says so in one line.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal);
        if (directory is not null)
            logging.WriteTo.File(Path.Combine(directory, "node-.log"), outputTemplate: Line,
                formatProvider: CultureInfo.InvariantCulture, rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: FileBytesMax, rollOnFileSizeLimit: true,
                retainedFileCountLimit: FilesMax);
        if (toStderr)
            logging.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose);
        return logging.CreateLogger();
    }
}
