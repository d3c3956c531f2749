using System.Threading.Channels;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>How workers take from a channel.</summary>
internal static class ChannelReading
{
    /// <summary>
    /// Takes one item after the other until the channel is closed and empty. Each item wakes one of those that wait; with <c>ReadAllAsync</c> it wakes all of them, so that
    /// one finds it.
    /// </summary>
    public static async IAsyncEnumerable<T> TakeAllAsync<T>(this ChannelReader<T> channel)
    {
        while (true)
        {
            T item;
            try
            {
                item = await channel.ReadAsync();
            }
            catch (ChannelClosedException)
            {
                yield break;
            }

            yield return item;
        }
    }
}
