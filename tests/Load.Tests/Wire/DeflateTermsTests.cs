using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Tests.Wire;

public sealed class DeflateTermsTests
{
    private const string Both = "; server_no_context_takeover; client_no_context_takeover";

    [Fact]
    public void Offer_SaysBothWindowsAndBothContexts()
    {
        Assert.Equal("permessage-deflate; server_max_window_bits=15; client_max_window_bits=15", new DeflateTerms(15, Takeover: true).Offer);
        Assert.Equal("permessage-deflate; server_max_window_bits=9; client_max_window_bits=9" + Both, new DeflateTerms(9, Takeover: false).Offer);
    }

    [Theory]
    [InlineData(15, true, "permessage-deflate")]
    [InlineData(15, true, "permessage-deflate; server_max_window_bits=15; client_max_window_bits=\"15\"")]
    [InlineData(15, false, "permessage-deflate" + Both)]
    [InlineData(10, false, "permessage-deflate;server_max_window_bits=10;client_max_window_bits=10" + Both)]
    [InlineData(10, true, "permessage-deflate; server_max_window_bits=10")]
    public void Fault_AsAsked_IsNone(int bits, bool takeover, string answer) => Assert.Null(new DeflateTerms(bits, takeover).Fault(answer));

    [Theory]
    [InlineData(15, true, null)]
    [InlineData(15, true, "x-webkit-deflate-frame")]
    [InlineData(15, true, "permessage-deflate" + Both)]
    [InlineData(15, true, "permessage-deflate; client_no_context_takeover")]
    [InlineData(15, true, "permessage-deflate; server_max_window_bits=14")]
    [InlineData(15, true, "permessage-deflate; client_max_window_bits=14")]
    [InlineData(15, false, "permessage-deflate")]
    [InlineData(15, false, "permessage-deflate; server_no_context_takeover")]
    [InlineData(10, true, "permessage-deflate; client_max_window_bits=10")]
    [InlineData(10, true, "permessage-deflate; server_max_window_bits=9; client_max_window_bits=10")]
    [InlineData(10, true, "permessage-deflate; server_max_window_bits=ten")]
    public void Fault_Otherwise_IsSaid(int bits, bool takeover, string? answer) => Assert.NotNull(new DeflateTerms(bits, takeover).Fault(answer));
}
