namespace HipaaJwt;

/// <summary>Contains the defaults of the bearer scheme.</summary>
public static class HipaaJwtBearerDefaults
{
    /// <summary>The name under which <c>AddHipaaJwtBearer()</c> adds the scheme: <c>HipaaJwt</c>.</summary>
    public const string AuthenticationScheme = "HipaaJwt";
}
