namespace HipaaJwt;

/// <summary>The default of the bearer scheme.</summary>
public static class HipaaJwtBearerDefaults
{
    /// <summary>The name of the scheme.</summary>
    public const string AuthenticationScheme = "HipaaJwt";
}
