using Npgsql;
using NpgsqlTypes;

namespace HipaaJwt.PostgreSql.Commands;

/// <summary>Creates parameters, whose type is that of their value.</summary>
internal static class SqlParameter
{
    public static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    /// <summary>Creates a text from its bytes in UTF-8.</summary>
    public static NpgsqlParameter<byte[]> OfText(byte[] utf8) => new() { TypedValue = utf8, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter<long> Of(TimeSpan duration) => Of(SqlTime.ToMicrosecondsRoundedUp(duration));
}
