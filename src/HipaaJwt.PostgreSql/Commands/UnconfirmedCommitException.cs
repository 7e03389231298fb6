namespace HipaaJwt.PostgreSql.Commands;

/// <summary>The server answered a commit with a warning: it may be durable on this server alone. The outcome is unknown.</summary>
internal sealed class UnconfirmedCommitException : InvalidOperationException
{
    public UnconfirmedCommitException()
        : base("The PostgreSQL server did not confirm that its synchronous standby has the commit.")
    {
    }

    public UnconfirmedCommitException(string message)
        : base(message)
    {
    }

    public UnconfirmedCommitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
