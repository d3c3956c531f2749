using System.Net;
using System.Net.Sockets;

namespace Caseward.Local.Hosting;

/// <summary>Finds out that a port is taken before Kestrel does, because the latter's failure is logged with a page of stack trace.</summary>
internal static class PortCheck
{
    public const string InUse =
        "The port is in use by another program. Stop that, or choose another port with --Caseward:Local:Port=7072 (0 lets the system choose).";

    /// <exception cref="StartRefusedException">The port is taken, or not allowed.</exception>
    public static void Run(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException error)
        {
            throw new StartRefusedException(
                error.SocketErrorCode == SocketError.AddressAlreadyInUse ? InUse : $"Port {port} on 127.0.0.1 cannot be opened: {error.Message}.", error);
        }
    }
}
