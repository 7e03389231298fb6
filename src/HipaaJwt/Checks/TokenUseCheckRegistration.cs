namespace HipaaJwt.Checks;

/// <summary>A token use check that the application added to one trust.</summary>
internal sealed record TokenUseCheckRegistration(string Trust, Type Type, Func<IServiceProvider, ITokenUseCheck> Resolve);
