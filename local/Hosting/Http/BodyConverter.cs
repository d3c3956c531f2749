using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Hosting.Http;

/// <summary>Reads a request's body through MVC's model binding, as the ASP.NET Core integration does.</summary>
internal sealed class BodyConverter : IInputConverter
{
    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        HttpContext http = context.FunctionContext.GetHttpContext()
            ?? throw new InvalidOperationException("Only a function that a request started can read its body.");
        ModelMetadata metadata = http.RequestServices.GetRequiredService<IModelMetadataProvider>().GetMetadataForType(context.TargetType);
        var binding = new DefaultModelBindingContext
        {
            ModelMetadata = metadata,
            ModelName = metadata.BinderModelName ?? string.Empty,
            BindingSource = BindingSource.Body,
            ModelState = new ModelStateDictionary(),
            ActionContext = new ActionContext { HttpContext = http },
        };
        IModelBinder binder = http.RequestServices.GetRequiredService<IModelBinderFactory>().CreateBinder(new ModelBinderFactoryContext
        {
            Metadata = metadata,
            BindingInfo = new BindingInfo
            {
                BinderModelName = binding.ModelName,
                BinderType = metadata.BinderType,
                BindingSource = BindingSource.Body,
                PropertyFilterProvider = metadata.PropertyFilterProvider,
            },
        });

        await binder.BindModelAsync(binding);
        return binding.Result.IsModelSet || binding.ModelState.IsValid
            ? ConversionResult.Success(binding.Result.Model)
            : throw new InvalidOperationException(Explain(binding.ModelState));
    }

    private static string Explain(ModelStateDictionary state)
    {
        var text = new StringBuilder();
        foreach (ModelError error in state.Values.SelectMany(entry => entry.Errors))
        {
            text.AppendLine(string.IsNullOrEmpty(error.ErrorMessage) ? error.Exception?.Message : error.ErrorMessage);
        }

        return text.ToString();
    }
}
