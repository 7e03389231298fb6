using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace HipaaJwt.AspNetCore.Binding;

/// <summary>Provides the binder of the token. It is the first provider, so that no other one reads a token from the request.</summary>
internal sealed class ValidatedJwtBinderProvider : IModelBinderProvider
{
    private readonly ValidatedJwtBinder _binder = new();

    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.ModelType == typeof(ValidatedJwt) ? _binder : null;
}
