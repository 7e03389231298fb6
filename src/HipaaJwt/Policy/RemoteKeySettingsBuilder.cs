using HipaaJwt.Issuers;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Policy;

/// <summary>Builds the settings of an issuer's key downloads, and collects the problems of their options.</summary>
internal static class RemoteKeySettingsBuilder
{
    /// <summary>Stands for the address of keys that this process provides, in logs and health checks.</summary>
    private static readonly Uri SourceAddress = new("urn:hipaajwt:this-process");

    /// <returns>The settings; null if no keys are fetched or the address is invalid.</returns>
    public static RemoteKeySettings? Build(
        TrustedIssuer issuer, IssuerPolicy policy, OptionPath path, string? environment, OptionProblems problems)
    {
        problems.CheckRange(
            path.Member(nameof(issuer.KeyRefreshInterval)),
            issuer.KeyRefreshInterval,
            RefreshSchedule.MinInterval,
            TimeSpan.FromHours(24));
        problems.CheckRange(path.Member(nameof(issuer.MaxKeyAge)), issuer.MaxKeyAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        CheckAddresses(issuer, path, environment, problems);
        var isMetadata = issuer.MetadataAddress is not null || issuer.Authority is not null;
        if (AddressOf(issuer, path, environment, problems) is not { } address)
        {
            return null;
        }

        return new RemoteKeySettings
        {
            Issuer = policy,
            Address = address,
            IsMetadata = isMetadata,
            AllowPlainHttp = issuer.AllowKeysOverPlainHttp,
            Source = issuer.KeySetSource,
            RefreshInterval = RefreshIntervalOf(issuer),
            MaxAge = issuer.MaxKeyAge,
        };
    }

    private static void CheckAddresses(TrustedIssuer issuer, OptionPath path, string? environment, OptionProblems problems)
    {
        if (issuer.MetadataAddress is not null && issuer.JwksUri is not null)
        {
            problems.Add(
                path.Member(nameof(issuer.JwksUri)),
                "is set in addition to MetadataAddress. Remove one of them. The metadata contains the address of the keys.");
        }

        if (issuer.Authority is not null && (issuer.MetadataAddress ?? issuer.JwksUri) is not null)
        {
            var other = issuer.MetadataAddress is not null ? nameof(issuer.MetadataAddress) : nameof(issuer.JwksUri);
            problems.Add(
                path.Member(nameof(issuer.Authority)),
                $"is set in addition to {other}. Remove one of them. Authority is the address of the issuer, without /.well-known/.");
        }

        if (issuer.AllowKeysOverPlainHttp && environment != Environments.Development)
        {
            problems.Add(
                path.Member(nameof(issuer.AllowKeysOverPlainHttp)),
                $"is true in the environment {environment ?? "(none)"}. It is allowed in Development only, because anybody on the network "
                + "path could replace the keys. Remove it, and use https.");
        }
    }

    private static Uri? AddressOf(TrustedIssuer issuer, OptionPath path, string? environment, OptionProblems problems)
    {
        var (name, text) = issuer switch
        {
            { MetadataAddress: { } metadata } => (nameof(issuer.MetadataAddress), metadata),
            { JwksUri: { } keys } => (nameof(issuer.JwksUri), keys),
            _ => (nameof(issuer.Authority), issuer.Authority),
        };
        var addressPath = path.Member(name);
        if (issuer.KeySetSource is null)
        {
            return text is null ? null
                : name == nameof(issuer.Authority) ? ReadAuthority(text, issuer.AllowKeysOverPlainHttp, addressPath, environment, problems)
                : ReadAddress(text, issuer.AllowKeysOverPlainHttp, addressPath, environment, problems);
        }

        if (text is not null)
        {
            problems.Add(addressPath, "is set in addition to KeySetSource. Remove one of them.");
        }

        return SourceAddress;
    }

    /// <summary>Completes the address of the metadata (OpenID Connect Discovery 1.0, section 4).</summary>
    private static Uri? ReadAuthority(string text, bool allowPlainHttp, OptionPath path, string? environment, OptionProblems problems)
    {
        if (text.Contains(KeyAddress.WellKnown, StringComparison.Ordinal))
        {
            problems.Add(path, "contains /.well-known/, so it is an address of metadata. Write it as MetadataAddress.");
            return null;
        }

        if (text.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            problems.Add(path, "contains a query or a fragment. Write only the address of the issuer, or its MetadataAddress.");
            return null;
        }

        return ReadAddress(text, allowPlainHttp, path, environment, problems) is null
            ? null
            : new Uri(text.TrimEnd('/') + KeyAddress.OpenIdConfiguration);
    }

    /// <summary>
    /// At most half of the greatest age. Otherwise keys would expire before their next refresh, and validation would fail in between.
    /// </summary>
    private static TimeSpan RefreshIntervalOf(TrustedIssuer issuer)
    {
        var longest = issuer.MaxKeyAge / 2;
        return issuer.KeyRefreshInterval < longest ? issuer.KeyRefreshInterval : longest;
    }

    private static Uri? ReadAddress(string text, bool allowPlainHttp, OptionPath path, string? environment, OptionProblems problems)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add(path, $"is \"{text}\", which is not an absolute address. Write the complete address, starting with https://.");
            return null;
        }

        if (!KeyAddress.IsAllowed(address, allowPlainHttp))
        {
            problems.Add(
                path,
                "is plain http to another machine, so anybody on the network path could replace the keys. Use https"
                + (environment == Environments.Development ? ", or for development set AllowKeysOverPlainHttp to true." : "."));
            return null;
        }

        return address;
    }
}
