using Microsoft.Data.Sqlite;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>Sets the parameters of commands.</summary>
internal static class SqliteCommandExtensions
{
    /// <summary>Sets all parameters in their order. Times become milliseconds.</summary>
    public static void Set(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] switch
            {
                null => DBNull.Value,
                DateTimeOffset time => time.ToUnixTimeMilliseconds(),
                var value => value,
            };
        }
    }
}
