namespace Caseward.Local.Responses;

/// <summary>What the synchronous half of the clients stands on. The writer completes tasks from its own thread, so blocking is safe.</summary>
internal static class Blocking
{
#pragma warning disable VSTHRD002 // The real packages have these synchronous methods; here is the one place that blocks.
    public static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    public static void Wait(Task task) => task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
