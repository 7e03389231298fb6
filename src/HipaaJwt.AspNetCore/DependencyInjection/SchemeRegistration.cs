namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>The name of a bearer scheme that was added.</summary>
internal sealed record SchemeRegistration(string Name);
