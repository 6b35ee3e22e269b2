using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>
/// Sends messages and compares what comes back, octet by octet; of large messages one in seven, and of the others the beginning and
/// the length: else the tool would be slower than the server.
/// </summary>
internal sealed class EchoRole(EchoScenario scenario, Connection connection) : Role
{
    private const int LargeOctets = 64 << 10;
    private const int ComparedOf = 7; // a prime, so that it is in step with nothing

    private readonly byte[] _head = new byte[Marker.Octets];
    private Marker _marker;
    private SequenceChecker _checker;
    private uint _next;
    private int _underWay;
    private int _octets;
    private bool _isDamaged;

    private bool IsCompared => scenario.Message.Octets <= LargeOctets || _marker.Sequence % ComparedOf == 0;

    public override void OnOpen() => connection.BecomeReady();

    public override void OnData(Opcode opcode, ReadOnlySpan<byte> piece, bool isEnd)
    {
        if (isEnd && _octets == 0)
        {
            OnMessage(opcode, piece);
            return;
        }

        if (_octets < Marker.Octets)
        {
            int length = Math.Min(Marker.Octets - _octets, piece.Length);
            piece[..length].CopyTo(_head.AsSpan(_octets));
            _octets += length;
            piece = piece[length..];
            _isDamaged |= _octets == Marker.Octets && !Marker.TryRead(_head, out _marker);
        }

        if (!piece.IsEmpty)
        {
            int at = _octets - Marker.Octets;
            byte[] filling = scenario.Message.FillingOf(_marker.Sequence);
            _isDamaged |= at + piece.Length > filling.Length || (IsCompared && !piece.SequenceEqual(filling.AsSpan(at, piece.Length)));
            _octets = (int)Math.Min((long)_octets + piece.Length, int.MaxValue);
        }

        if (isEnd)
        {
            OnMessage(opcode, _octets, _octets >= Marker.Octets && !_isDamaged, _marker);
            _octets = 0;
            _isDamaged = false;
        }
    }

    public override void AfterRead()
    {
        if (scenario.Rate is null)
        {
            Refill();
        }
    }

    /// <summary>Sends until as many messages are under way as should be.</summary>
    public void Refill()
    {
        while (_underWay < scenario.Depth && scenario.Course.Phase == Phase.Running)
        {
            Send(connection.Loop.Now, isAlone: _underWay == scenario.Depth - 1);
        }
    }

    /// <summary>Sends the next message: at once if it is alone, else with those that follow.</summary>
    public void Send(long due, bool isAlone)
    {
        MessageTemplate template = scenario.Message.TemplateOf(_next);
        Marker marker = new((uint)connection.Index, 0, _next, due);
        _next++;
        _underWay++;
        connection.Loop.Tally.Expect(1);
        if (isAlone && connection.Output.IsEmpty)
        {
            connection.Send(connection.Loop.LastFrame.Write(template, marker));
        }
        else
        {
            template.Write(connection.Output.Append(template.Octets), marker);
        }
    }

    // A message that came at once.
    private void OnMessage(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        bool isSound = Marker.TryRead(payload, out Marker marker) && payload[Marker.Octets..].SequenceEqual(scenario.Message.FillingOf(marker.Sequence));
        OnMessage(opcode, payload.Length, isSound, marker);
    }

    private void OnMessage(Opcode opcode, int octets, bool isSound, Marker marker)
    {
        Tally tally = connection.Loop.Tally;
        if (!isSound || octets != scenario.Message.Octets || opcode != scenario.Message.Opcode || marker.Sequence >= _next)
        {
            tally.Faults.Damaged++;
            tally.Faults.Note($"connection {connection.Index}: what came back is not what was sent ({opcode}, {octets} octets)");
            return;
        }

        if (marker.Publisher != connection.Index || marker.Channel != 0)
        {
            tally.Faults.Misrouted++;
            return;
        }

        Arrival arrival = _checker.Accept(marker.Sequence);
        _underWay -= arrival == Arrival.Doubled ? 0 : 1;
        tally.Deliver(arrival, marker.Sent, connection.Loop.Now, scenario.Course.Window, scenario.Rate is not null);
    }
}
