using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HipaaJwt.TokenIssuer.Requests;

/// <summary>
/// The parameters in the body of a request. A parameter without a value counts as missing, and unknown ones are ignored (RFC 6749,
/// section 3.2).
/// </summary>
internal sealed class TokenForm
{
    private const string ContentType = "application/x-www-form-urlencoded";
    private const int MaxFields = 32;

    /// <summary>The maximum size of the body. The longest parameters are tokens, of at most 16 KiB by default.</summary>
    private const int MaxBytes = 64 * 1024;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private TokenForm()
    {
    }

    /// <summary>The value of a parameter; null if it is missing or empty.</summary>
    public string? this[string name] => _fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Reads the body.</summary>
    /// <returns>Null if it is not a form, is too large, or has a parameter twice.</returns>
    public static async ValueTask<TokenForm?> ReadAsync(HttpContext http)
    {
        if (!IsForm(http.Request))
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 1);
        try
        {
            var length = await http.Request.Body.ReadAtLeastAsync(
                buffer.AsMemory(0, MaxBytes + 1), MaxBytes + 1, throwOnEndOfStream: false, http.RequestAborted).ConfigureAwait(false);
            return length <= MaxBytes && TryParse(buffer.AsSpan(0, length), out var form) ? form : null;
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Parses a body.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out TokenForm? form)
    {
        form = new TokenForm();
        foreach (var range in body.Split((byte)'&'))
        {
            var field = body[range];
            if (!field.IsEmpty && !form.TryAdd(field))
            {
                form = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the name of the type only, because the values are secrets.</summary>
    public override string ToString() => nameof(TokenForm);

    private static bool IsForm(HttpRequest request) =>
        request.Headers.ContentType.Count == 1
        && request.Headers.ContentEncoding.Count == 0
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase)
        && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private bool TryAdd(ReadOnlySpan<byte> field)
    {
        var equals = field.IndexOf((byte)'=');
        var encodedName = equals < 0 ? field : field[..equals];
        var encodedValue = equals < 0 ? [] : field[(equals + 1)..];
        return _fields.Count < MaxFields
            && FormText.TryDecode(encodedName, out var name)
            && FormText.TryDecode(encodedValue, out var value)
            && _fields.TryAdd(name, value);
    }
}
