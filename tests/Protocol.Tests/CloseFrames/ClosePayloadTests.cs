using System.Buffers.Binary;
using System.Text;
using Stratus.Realtime.Protocol.CloseFrames;

namespace Stratus.Realtime.Protocol.Tests.CloseFrames;

public sealed class ClosePayloadTests
{
    [Fact]
    public void IsSendable_EveryNumber_IsWhatTheRegistrySays()
    {
        for (int code = -1; code <= 70_000; code++)
        {
            // RFC 6455 §7.4.1 and §7.4.2, and IANA's registry for 1012 to 1014.
            bool expected = code is 1000 or 1001 or 1002 or 1003 or 1007 or 1008 or 1009 or 1010 or 1011 or 1012 or 1013 or 1014
                || code / 1000 is 3 or 4;
            Assert.Equal(expected, CloseCodes.IsSendable(code));
        }
    }

    [Fact]
    public void Read_EveryCode_IsAcceptedOrIsARule()
    {
        byte[] payload = new byte[2];
        for (int code = 0; code <= ushort.MaxValue; code++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
            ProtocolRule rule = ClosePayload.Read(payload, out CloseStatus status);
            Assert.Equal(CloseCodes.IsSendable(code) ? ProtocolRule.None : ProtocolRule.CloseCodeInvalid, rule);
            Assert.Equal(rule == ProtocolRule.None ? code : 1005, (int)status.Code);
            Assert.Equal("", status.Reason);
        }
    }

    [Fact]
    public void Write_ThenRead_IsTheSame()
    {
        byte[] payload = new byte[125];
        int octets = ClosePayload.Write(payload, CloseCode.GoingAway, "été 😀");
        Assert.Equal(ProtocolRule.None, ClosePayload.Read(payload.AsSpan(0, octets), out CloseStatus status));
        Assert.Equal(new CloseStatus(CloseCode.GoingAway, "été 😀"), status);
    }

    [Fact]
    public void Write_LoneSurrogate_IsStillUtf8()
    {
        byte[] payload = new byte[125];
        int octets = ClosePayload.Write(payload, CloseCode.Normal, "a\uD83Db");
        Assert.Equal("a\uFFFDb", Encoding.UTF8.GetString(payload.AsSpan(2, octets - 2)));
    }
}
