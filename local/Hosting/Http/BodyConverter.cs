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
/// Reads a request's body through MVC's model binding, as the ASP.NET Core integration does; without that integration as the worker does:
/// text and bytes as they came, everything else from JSON that says it is JSON. Either way the body has been read then.
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
        if (type == typeof(string))
        {
            using var reader = new StreamReader(http.Request.Body, leaveOpen: true);
            return ConversionResult.Success(await reader.ReadToEndAsync(http.RequestAborted));
        }

        if (type == typeof(byte[]) || type == typeof(Memory<byte>))
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
            return ConversionResult.Success(type == typeof(byte[]) ? (object)bytes.ToArray() : new Memory<byte>(bytes.ToArray()));
        }

        ObjectSerializer serializer = http.RequestServices.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!;
        return http.Request.HasJsonContentType()
            ? ConversionResult.Success(await serializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted))
            : throw new InvalidOperationException(
                $"Without the integration of ASP.NET Core a body is read as {type.Name} from JSON only, and the request's Content-Type is '{http.Request.ContentType}'.");
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
