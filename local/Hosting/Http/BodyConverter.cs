using System.Text;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// Reads a request's body through MVC's model binding, as the ASP.NET Core integration does; without that integration as the worker reads JSON,
/// which leaves the body to be read again.
/// </summary>
internal sealed class BodyConverter : IInputConverter
{
    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        HttpContext http = context.FunctionContext.GetHttpContext()
            ?? throw new InvalidOperationException("Only a function that a request started can read its body.");
        return http.Features.Get<PlainHttp.Answers>() is null ? await BindAsync(http, context.TargetType) : await ReadAsync(http, context.TargetType);
    }

    private static async Task<ConversionResult> ReadAsync(HttpContext http, Type type)
    {
        ObjectSerializer serializer = http.RequestServices.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!;
        object? body = http.Request.ContentLength == 0 ? null : await serializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted);
        http.Request.Body.Position = 0;
        return ConversionResult.Success(body);
    }

    private static async Task<ConversionResult> BindAsync(HttpContext http, Type type)
    {
        ModelMetadata metadata = http.RequestServices.GetRequiredService<IModelMetadataProvider>().GetMetadataForType(type);
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
