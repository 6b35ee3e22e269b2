using System.Text;
using Stratus.Realtime.Fuzzer.Cases;
using Stratus.Realtime.Fuzzer.Wire;

namespace Stratus.Realtime.Fuzzer.Running;

/// <summary>The opening handshake of one run, as client or as server: the texts of both halves and what was agreed on.</summary>
internal sealed class OpeningHandshake(CaseRow row, CaseRunOptions options, MaskingKeys keys)
{
    private readonly List<byte> pending = [];
    private OpeningContext? context;
    private string? offered = Offers(row);
    private IReadOnlyList<string> subprotocols = row.Opening.Subprotocols;

    public string Request { get; private set; } = "";
    public string Response { get; private set; } = "";
    public HttpHead ResponseHead { get; private set; } = new("", []);
    public DeflateAgreement? Agreement { get; private set; }

    /// <summary>Why the handshake did not finish; null when it did, or has not yet.</summary>
    public string? Fault { get; private set; }
    public bool IsOpen { get; private set; }
    public bool IsOver => IsOpen || Fault is not null;

    /// <summary>As client: the text of Sec-WebSocket-Extensions; null offers nothing.</summary>
    public string? Offer => offered;

    /// <summary>As client: the request's octets.</summary>
    public byte[] MakeRequest()
    {
        string key = Convert.ToBase64String(keys.Nonce());
        context = new OpeningContext(options.Host, options.Target, key, HandshakeText.Accept(key));
        byte[] request = HandshakeText.Request(context, row.Opening, offered);
        Request = Encoding.Latin1.GetString(request);
        ReadOffers(request);
        return request;
    }

    /// <summary>Takes octets until the peer's half is complete; what is left over belongs to the frames.</summary>
    public byte[] Receive(ReadOnlySpan<byte> octets)
    {
        pending.AddRange(octets);
        byte[] all = [.. pending];
        if (!HttpHead.TryRead(all, out HttpHead head, out int consumed))
        {
            Fault = all.Length > HttpHead.MaxOctets ? $"no end of the HTTP head within {HttpHead.MaxOctets} octets" : null;
            return [];
        }

        string text = Encoding.Latin1.GetString(all.AsSpan(0, consumed));
        if (options.IsServer)
        {
            Request = text;
            ReadRequest(head);
        }
        else
        {
            Response = text;
            ReadResponse(head);
        }

        return all[consumed..];
    }

    /// <summary>As server: the response's octets, once the request is there.</summary>
    public byte[] MakeResponse(HttpHead request)
    {
        string key = request.Value("Sec-WebSocket-Key") ?? "";
        (Agreement, string? answer) = DeflateNegotiation.MakeAnswer(request.Value("Sec-WebSocket-Extensions"), row.Compression);
        context = new OpeningContext(request.Value("Host") ?? "", request.Target, key, HandshakeText.Accept(key));
        byte[] response = HandshakeText.Response(context, row.Opening, answer);
        Response = Encoding.Latin1.GetString(response);
        return response;
    }

    /// <summary>As server: the head of the request that was read.</summary>
    public HttpHead? RequestHead { get; private set; }

    /// <summary>The transport did the handshake itself (HTTP/2).</summary>
    public void Answered(string request, string response, HttpHead head)
    {
        Request = request;
        Response = response;
        ResponseHead = head;
        if (head.Status != 200)
        {
            Fault = $"the server answered \"{head.StartLine}\"";
            return;
        }

        Agree(head);
    }

    private static string? Offers(CaseRow row) => row.Opening.ExtensionOffer
        ?? (row.Compression.Count == 0 ? null : string.Join(", ", row.Compression.Select(offer => offer.ToHeader())));

    /// <summary>A row may write its own request: what counts as offered is what stands there.</summary>
    private void ReadOffers(byte[] request)
    {
        if (HttpHead.TryRead(request, out HttpHead head, out _))
        {
            offered = head.Value("Sec-WebSocket-Extensions");
            subprotocols = head.Value("Sec-WebSocket-Protocol")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        }
    }

    private void ReadRequest(HttpHead head)
    {
        RequestHead = head;
        Fault = HandshakeText.Fault(head);
        IsOpen = Fault is null;
    }

    private void ReadResponse(HttpHead head)
    {
        ResponseHead = head;
        Fault = HandshakeText.Fault(head, context?.Key ?? "", subprotocols);
        if (Fault is null)
        {
            Agree(head);
        }
    }

    private void Agree(HttpHead head)
    {
        (Agreement, Fault) = DeflateNegotiation.ReadAnswer(offered, head.Value("Sec-WebSocket-Extensions"));
        IsOpen = Fault is null;
    }
}
