using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;

namespace HipaaJwt.AspNetCore.Binding;

/// <summary>Binds parameters of controllers to the token of the request. No value comes from the client.</summary>
internal sealed class ValidatedJwtBinder : IModelBinder
{
    /// <exception cref="InvalidOperationException">The request has no token, and the parameter must not be null.</exception>
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var token = RequestToken.Resolve(bindingContext.HttpContext);
        if (token is not null)
        {
            // The properties of the token are not input that the validation of models would have to visit.
            bindingContext.ValidationState.Add(token, new ValidationStateEntry { SuppressValidation = true });
        }

        bindingContext.Result = ModelBindingResult.Success(token);
        return Task.CompletedTask;
    }
}
