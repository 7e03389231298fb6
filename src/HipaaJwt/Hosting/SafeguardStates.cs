using HipaaJwt.Auditing;
using HipaaJwt.Issuers;
using HipaaJwt.Policy;
using HipaaJwt.Revocations;

namespace HipaaJwt.Hosting;

/// <summary>Says for each technical safeguard what is in effect in this process.</summary>
internal sealed class SafeguardStates
{
    private const string Nothing = "nothing by this library";

    private readonly Trust[] _trusts;
    private readonly AuditSinkRegistration[] _sinks;
    private readonly RevocationOptions? _revocation;

    public SafeguardStates(IEnumerable<Trust> trusts, IEnumerable<AuditSinkRegistration> sinks, RevocationOptions? revocation)
    {
        _trusts = [.. trusts];
        _sinks = [.. sinks];
        _revocation = revocation;
    }

    private IssuerPolicy[] Issuers => [.. _trusts.SelectMany(trust => trust.Policies.Current.Policy.Issuers)];

    /// <param name="paragraph">A paragraph of 164.312.</param>
    /// <returns>The state; null for other paragraphs.</returns>
    public string? Of(string paragraph) => paragraph switch
    {
        "164.312(a)(1)" => $"{Issuers.Length} trusted issuers, {Permissions} permissions",
        "164.312(a)(2)(i)" => "iss and the subject identify the caller",
        "164.312(a)(2)(ii)" => Nothing,
        "164.312(a)(2)(iii)" => AutomaticLogoff(),
        "164.312(a)(2)(iv)" => Nothing,
        "164.312(b)" => AuditControls(),
        "164.312(c)(1)" => $"signatures by {string.Join(", ", Algorithms)}",
        "164.312(c)(2)" => _sinks.Length == 0 ? "no audit sink" : $"as the audit sinks do it: {SinkNames(_sinks)}",
        "164.312(d)" => $"{Count(issuer => issuer.RequireSenderConstraint)} require tokens that are bound to their sender",
        "164.312(e)(1)" => "bearer schemes reject tokens over plain HTTP from other machines, unless an option allows them",
        "164.312(e)(2)(i)" => $"signatures; {Count(issuer => issuer.RequireSenderConstraint)} require bound tokens",
        "164.312(e)(2)(ii)" =>
            $"{Count(issuer => issuer.RequireEncryption)} require encrypted tokens, PHI in other tokens: {string.Join(", ", PhiActions)}",
        _ => null,
    };

    private int Permissions => _trusts.Select(trust => trust.Policies.Current.Policy.Permissions.Catalog.Count).DefaultIfEmpty().Max();

    private IEnumerable<string> Algorithms =>
        Issuers.SelectMany(issuer => issuer.Algorithms.Select(algorithm => algorithm.Name)).Distinct(StringComparer.Ordinal);

    private IEnumerable<string> PhiActions => _trusts.Select(trust => trust.Policies.StartOptions.PhiClaims.Action.ToString()).Distinct();

    private string AutomaticLogoff()
    {
        var longest = Issuers.Select(issuer => issuer.MaxTokenLifetime).DefaultIfEmpty().Max();
        return _revocation is null
            ? $"tokens end after {longest} at most; without a store of revocations, nothing ends them earlier"
            : $"tokens end after {longest} at most; a revocation binds after {_revocation.MaxStaleness} at most";
    }

    private string AuditControls()
    {
        AuditSinkRegistration[] required = [.. _sinks.Where(sink => sink.Delivery == AuditDelivery.Required)];
        return _sinks.Length == 0 ? "no audit sink, so decisions are not recorded"
            : required.Length == 0 ? $"no required sink, so events can be lost: {SinkNames(_sinks)}"
            : $"access that cannot be recorded is denied: {SinkNames(required)}";
    }

    private string Count(Func<IssuerPolicy, bool> condition) => $"{Issuers.Count(condition)} of {Issuers.Length} issuers";

    private static string SinkNames(IEnumerable<AuditSinkRegistration> sinks) => string.Join(", ", sinks.Select(sink => sink.Name));
}
