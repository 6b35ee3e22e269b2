using System.Net;

namespace Stratus.Realtime.Testee;

/// <summary>What testeeserver was asked for.</summary>
internal sealed record ServerOptions(IPEndPoint Listen)
{
    public static ServerOptions Read(Arguments arguments)
    {
        Uri url = arguments.TakeUrl("ws");
        arguments.End();
        string host = url.IdnHost == "localhost" ? "127.0.0.1" : url.IdnHost.Trim('[', ']');
        return IPAddress.TryParse(host, out IPAddress? address)
            ? new ServerOptions(new IPEndPoint(address, url.Port))
            : throw new BadArgumentException($"-w names the host \"{url.Host}\"; a server listens on an IP address or localhost.");
    }
}
