using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Binding;

/// <summary>Adds the binder of the token to MVC. It runs only in applications with controllers or pages.</summary>
internal sealed class ConfigureTokenBinding : IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        options.ModelBinderProviders.Insert(0, new ValidatedJwtBinderProvider());

        // Like CancellationToken, the token is no input, so descriptions of the API do not list it.
        options.ModelMetadataDetailsProviders.Add(new BindingSourceMetadataProvider(typeof(ValidatedJwt), BindingSource.Special));
    }
}
