namespace HipaaJwt.PostgreSql.Schema;

/// <summary>The server is a standby, or its session is read-only. It may lack the last revocations, so nothing is read from it.</summary>
internal sealed class ReadOnlyServerException : InvalidOperationException
{
    public ReadOnlyServerException()
        : base("The PostgreSQL server is a standby or read-only. Connect to the primary, for example with 'Target Session Attributes'.")
    {
    }

    public ReadOnlyServerException(string message)
        : base(message)
    {
    }

    public ReadOnlyServerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
