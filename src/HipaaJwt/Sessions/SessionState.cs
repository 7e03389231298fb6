namespace HipaaJwt;

/// <summary>The state of a stored session. The numbers are stable.</summary>
public enum SessionState
{
    /// <summary>The session can be continued, unless one of its times is over.</summary>
    Active = 0,

    /// <summary>The session has ended. Its access tokens must still be revoked, and its event written.</summary>
    Ending = 1,

    /// <summary>The session has ended, and so have its access tokens.</summary>
    Ended = 2,
}
