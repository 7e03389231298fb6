using System.Globalization;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;

namespace HipaaJwt;

/// <summary>Reads from where and how often the keys of an issuer are fetched, and says what is wrong with it.</summary>
internal static class RemoteKeyOptions
{
    /// <summary>Null where no keys are fetched, or where something is wrong.</summary>
    public static RemoteKeySettings? Read(TrustedIssuer issuer, IssuerPolicy policy, string path, ICollection<string> problems)
    {
        Limit("KeyRefreshInterval", issuer.KeyRefreshInterval, RefreshSchedule.LeastPause, TimeSpan.FromHours(24));
        Limit("MaxStaleness", issuer.MaxStaleness, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        if (issuer.MetadataAddress is not null && issuer.JwksUri is not null)
        {
            problems.Add($"{path}:JwksUri stands beside MetadataAddress. Remove one; the metadata name the address of the keys.");
        }

        var name = issuer.MetadataAddress is null ? "JwksUri" : "MetadataAddress";
        if ((issuer.MetadataAddress ?? issuer.JwksUri) is not { } text || ReadAddress(text, $"{path}:{name}", problems) is not { } address)
        {
            return null;
        }

        // Keys that grew too old before they were fetched again would come and go.
        var longest = issuer.MaxStaleness / 2;
        return new RemoteKeySettings
        {
            Issuer = policy.Issuer,
            Address = address,
            IsMetadata = issuer.MetadataAddress is not null,
            RefreshInterval = issuer.KeyRefreshInterval < longest ? issuer.KeyRefreshInterval : longest,
            MaxStaleness = issuer.MaxStaleness,
            Algorithms = policy.Algorithms,
        };

        void Limit(string option, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{option} is {value}. Set it between {least} and {most}."));
            }
        }
    }

    private static Uri? ReadAddress(string text, string path, ICollection<string> problems)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add($"{path} is no absolute address. Write it in full, with https://.");
            return null;
        }

        if (!KeyAddress.IsAllowed(address))
        {
            problems.Add($"{path} is plain http to another machine, where anybody on the way could put in keys. Use https.");
            return null;
        }

        return address;
    }
}
