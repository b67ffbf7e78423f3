using System.Data.Common;
using Akka.Pattern;
using Akka.Persistence;
using Microsoft.Data.Sqlite;

namespace TradingActors.Engine.Journal;

/// <summary>
/// Which failures of a journal pass by themselves, so that reading it again is safe and may help. What the
/// stream itself says wrong never does: a missing event, a manifest that is not known, a damaged file.
/// </summary>
public static class JournalFailures
{
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    public static bool MayPass(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            switch (cause)
            {
                case SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase }:
                    return false;
                case DbException or IOException or TimeoutException:
                case OpenCircuitException or RecoveryTimedOutException:
                    return true;
            }

        return false;
    }
}
