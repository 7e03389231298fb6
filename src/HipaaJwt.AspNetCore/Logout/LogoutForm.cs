using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace HipaaJwt.AspNetCore.Logout;

/// <summary>Reads the logout token from the form of a request. Other fields are ignored (section 2.5).</summary>
internal static class LogoutForm
{
    private const string ContentType = "application/x-www-form-urlencoded";
    private const string Field = "logout_token";
    private const int MaxFields = 16;
    private const int MaxNameLength = 256;

    /// <summary>The maximum size of the body. Logout tokens have few claims, so about 1 KiB is usual.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <returns>The token; null if the body is not a form with exactly one token, or is too large.</returns>
    public static async ValueTask<string?> ReadTokenAsync(HttpContext context)
    {
        if (!IsForm(context.Request))
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            var form = await context.Request.ReadFormAsync(
                new FormOptions
                {
                    KeyLengthLimit = MaxNameLength,
                    ValueLengthLimit = MaxBytes,
                    ValueCountLimit = MaxFields,
                    BufferBodyLengthLimit = MaxBytes,
                },
                context.RequestAborted).ConfigureAwait(false);
            return form[Field] is { Count: 1 } values ? values[0] : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase);
}
