namespace HipaaJwt.AspNetCore;

/// <summary>What the bearer scheme is called unless it is given another name.</summary>
public static class HipaaJwtBearerDefaults
{
    /// <summary>The name of the scheme.</summary>
    public const string AuthenticationScheme = "HipaaJwt";
}
