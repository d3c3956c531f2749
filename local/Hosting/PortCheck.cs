using System.Net;
using System.Net.Sockets;

namespace Caseward.Local.Hosting;

/// <summary>Finds out that a port is taken before Kestrel does, because the latter's failure is logged with a page of stack trace.</summary>
internal static class PortCheck
{
    /// <summary>What to do about a port that is taken.</summary>
    public const string Advice =
        "Stop the program that has it, or choose another port with --Caseward:Local:Port=8071 or the setting Caseward__Local__Port (0 lets the system choose).";

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
                error.SocketErrorCode == SocketError.AddressAlreadyInUse ? $"Port {port} on 127.0.0.1 is in use. {Advice}" : $"Port {port} on 127.0.0.1 cannot be opened: {error.Message}.", error);
        }
    }
}
