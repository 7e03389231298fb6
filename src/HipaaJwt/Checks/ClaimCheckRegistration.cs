namespace HipaaJwt.Checks;

/// <summary>A claim check that the application added to one trust.</summary>
internal sealed record ClaimCheckRegistration(string Trust, Type Type, Func<IServiceProvider, IClaimCheck> Resolve);
