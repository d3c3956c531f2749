using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Caseward.Local.Tests.Hosting;

internal static class HttpDataSamples
{
    [Function("Echo")]
    public static async Task<HttpResponseData> Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo/{times:int}")] HttpRequestData request, int times)
    {
        Greeting? greeting = await request.ReadFromJsonAsync<Greeting>();
        HttpResponseData response = request.CreateResponse(HttpStatusCode.Created);
        response.Headers.Add("X-Asked", $"{request.Method} {request.Url.AbsolutePath} {request.Query["who"]} {request.Headers.GetValues("X-From").Single()} {request.Cookies.Single().Value}");
        response.Cookies.Append(new HttpCookie("seen", "yes") { SameSite = SameSite.Strict, MaxAge = 60 });
        await response.WriteAsJsonAsync(greeting! with { Times = times });
        return response;
    }

    [Function("Plain")]
    public static async Task<HttpResponseData> Plain([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "plain")] HttpRequestData request)
    {
        HttpResponseData response = request.CreateResponse();
        await response.WriteStringAsync($"got {await request.ReadAsStringAsync()}");
        return response;
    }

    [Function("Empty")]
    public static HttpResponseData Empty([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "empty")] HttpRequestData request)
    {
        HttpResponseData response = request.CreateResponse(HttpStatusCode.NoContent);
        response.Headers.Add("X-Empty", "yes");
        return response;
    }

    [Function("Mixed")]
    public static HttpResponseData Mixed([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "mixed")] HttpRequestData request)
    {
        HttpResponseData response = request.CreateResponse();
        response.Cookies.Append("by", "jar");
        response.Headers.Add("Set-Cookie", "by=hand");
        response.Cookies.Append("and", "again");
        response.Headers.Add("Vary", "Accept");
        return response;
    }

    [Function("Abandoned")]
    public static HttpResponseData Abandoned([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "abandoned")] HttpRequestData request)
    {
        request.CreateResponse().Headers.Add("X-Abandoned", "yes");
        throw new InvalidOperationException("not after all");
    }

    [Function("Blocking")]
    public static HttpResponseData Blocking([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "blocking")] HttpRequestData request)
    {
        HttpResponseData response = request.CreateResponse();
        response.WriteString("never");
        return response;
    }

    [Function("Other")]
    public static IActionResult Other([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "other")] HttpRequest request) => new OkResult();
}

internal static class AddedHeaderSamples
{
    [Function("Added")]
    public static HttpResponseData Added([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "added")] HttpRequestData request)
    {
        HttpResponseData response = request.CreateResponse();
        response.Headers.Add("X-Added", request.Headers.GetValues("X-By-Middleware"));
        return response;
    }
}

internal static class IntegratedAddedHeaderSamples
{
    [Function("AddedHere")]
    public static IActionResult AddedHere([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "added/here")] HttpRequest request)
    {
        request.HttpContext.Response.Headers["X-Added"] = request.Headers["X-By-Middleware"];
        return new OkResult();
    }
}

/// <summary>Notes what middleware sees of requests and answers in the worker's own model.</summary>
internal sealed class HttpDataMiddleware(Notes notes) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        HttpRequestData? request = await context.GetHttpRequestDataAsync();
        await next(context);
        notes.Add($"{request?.Url.AbsolutePath} {context.GetHttpResponseData()?.StatusCode.ToString() ?? "none"}");
    }
}

/// <summary>Sets a header before the function runs, and notes what the function made of it.</summary>
internal sealed class VaryMiddleware(Notes notes) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        HttpResponse response = context.GetHttpContext()!.Response;
        response.Headers.Vary = "Origin";
        response.OnStarting(() =>
        {
            response.Headers["X-Last"] = "too";
            response.Cookies.Append("last", "too");
            return Task.CompletedTask;
        });
        await next(context);
        notes.Add(response.Headers.Vary.ToString());
        response.Headers["X-After"] = "seen";
    }
}
