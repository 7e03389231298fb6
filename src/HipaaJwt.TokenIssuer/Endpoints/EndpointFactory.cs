using HipaaJwt.TokenIssuer.Clients;
using HipaaJwt.TokenIssuer.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Creates the endpoints of one mapping from the services of the application.</summary>
internal sealed class EndpointFactory
{
    private readonly IServiceProvider _services;
    private readonly TokenIssuerOptions _options;
    private readonly string _trust;
    private readonly RejectionRecorder _recorder;
    private readonly EndpointPipeline _pipeline;

    /// <exception cref="OptionsValidationException">The options are not valid.</exception>
    public EndpointFactory(IServiceProvider services, string? pattern)
    {
        _services = services;
        _options = services.GetRequiredService<IOptions<TokenIssuerOptions>>().Value;
        _trust = services.GetRequiredService<EndpointTrust>().Name;
        Addresses = new EndpointAddresses(_options.Issuer, pattern);
        _recorder = new RejectionRecorder(services.GetRequiredService<IAuditTrail>(), _options.Issuer);
        var assertions = services.GetRequiredService<ClientAssertions>().CreateValidator(Addresses.AddressOf("token"));
        _pipeline = new EndpointPipeline(
            new ClientAuthenticator(new ClientRegistry(_options.Clients), assertions), _recorder, _options.Issuer);
    }

    public EndpointAddresses Addresses { get; }

    private ITokenIssuer Issuer => _services.GetRequiredService<ITokenIssuer>();

    private IRevocation? Revocation => _services.GetService<IRevocation>();

    /// <summary>The unnamed trust is resolved without a key, so that an application can replace the validator.</summary>
    private IJwtValidator Validator => _trust == Options.DefaultName
        ? _services.GetRequiredService<IJwtValidator>()
        : _services.GetRequiredKeyedService<IJwtValidator>(_trust);

    private DPoPNonces Nonces => _services.GetRequiredKeyedService<DPoPNonces>(_trust);

    private AccessTokens AccessTokens => new(Validator, _options.Issuer);

    public TokenEndpoint CreateToken() => new(_pipeline, Issuer, new SenderProofs(
        _services.GetRequiredKeyedService<IDPoPProofs>(_trust), Nonces, new Uri(Addresses.AddressOf("token"))));

    public RevocationEndpoint CreateRevocation() => new(_pipeline, Issuer, AccessTokens, Revocation, _recorder);

    public IntrospectionEndpoint CreateIntrospection() => new(_pipeline, AccessTokens);

    public LogoutEndpoint CreateLogout() => new(
        _pipeline,
        Issuer,
        Validator,
        new SessionLogout(_services.GetRequiredService<ISessionAdministrator>(), Revocation),
        _recorder,
        Nonces,
        Addresses);

    public KeySetEndpoint CreateKeySet() => new(
        _services.GetRequiredService<ISigner>(), _options.PolicyTimeout, _services.GetRequiredService<TimeProvider>());

    public MetadataEndpoint CreateMetadata() => new(Addresses, _services.GetRequiredKeyedService<DPoPOptions>(_trust).Algorithms);
}
