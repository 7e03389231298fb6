using Npgsql;

namespace HipaaJwt.PostgreSql.Commands;

/// <summary>Creates parameters, whose type is that of their value.</summary>
internal static class SqlParameter
{
    public static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    public static NpgsqlParameter<long> Of(TimeSpan duration) => Of(SqlTime.ToMicrosecondsRoundedUp(duration));
}
