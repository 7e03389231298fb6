using HipaaJwt.Issuers;
using HipaaJwt.Keys.Remote;

namespace HipaaJwt.Policy;

/// <summary>Reads where and how often the keys of an issuer are fetched, and collects what is wrong with it.</summary>
internal static class RemoteKeySettingsBuilder
{
    /// <summary>Null if no keys are fetched or the address cannot be used.</summary>
    public static RemoteKeySettings? Build(TrustedIssuer issuer, IssuerPolicy policy, OptionPath path, OptionProblems problems)
    {
        problems.CheckRange(path.Member(nameof(issuer.KeyRefreshInterval)), issuer.KeyRefreshInterval, RefreshSchedule.LeastPause, TimeSpan.FromHours(24));
        problems.CheckRange(path.Member(nameof(issuer.MaxKeyAge)), issuer.MaxKeyAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        if (issuer.MetadataAddress is not null && issuer.JwksUri is not null)
        {
            problems.Add(path.Member(nameof(issuer.JwksUri)), "is set besides MetadataAddress. Remove one: the metadata contains the address of the keys.");
        }

        var isMetadata = issuer.MetadataAddress is not null;
        var addressPath = path.Member(isMetadata ? nameof(issuer.MetadataAddress) : nameof(issuer.JwksUri));
        if ((issuer.MetadataAddress ?? issuer.JwksUri) is not { } text || ReadAddress(text, addressPath, problems) is not { } address)
        {
            return null;
        }

        return new RemoteKeySettings
        {
            Issuer = policy,
            Address = address,
            IsMetadata = isMetadata,
            RefreshInterval = RefreshIntervalOf(issuer),
            MaxAge = issuer.MaxKeyAge,
        };
    }

    /// <summary>Keys that expired before the next refresh would be available and unavailable in turn.</summary>
    private static TimeSpan RefreshIntervalOf(TrustedIssuer issuer)
    {
        var longest = issuer.MaxKeyAge / 2;
        return issuer.KeyRefreshInterval < longest ? issuer.KeyRefreshInterval : longest;
    }

    private static Uri? ReadAddress(string text, OptionPath path, OptionProblems problems)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add(path, "is not an absolute address. Write it in full, with https://.");
            return null;
        }

        if (!KeyAddress.IsAllowed(address))
        {
            problems.Add(path, "is plain http to another machine, so anybody on the network path could replace the keys. Use https.");
            return null;
        }

        return address;
    }
}
