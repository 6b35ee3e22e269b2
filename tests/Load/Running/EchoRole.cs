using Stratus.Realtime.Load.Measuring;
using Stratus.Realtime.Load.Wire;

namespace Stratus.Realtime.Load.Running;

/// <summary>Sends messages and compares what comes back, octet by octet.</summary>
internal sealed class EchoRole(EchoScenario scenario, Connection connection) : Role
{
    private readonly byte[] _head = new byte[Marker.Octets];
    private SequenceChecker _checker;
    private uint _next;
    private int _underWay;
    private int _octets;
    private bool _isDamaged;

    public override void OnOpen() => connection.BecomeReady();

    public override void OnData(Opcode opcode, ReadOnlySpan<byte> piece, bool isEnd)
    {
        if (_octets < Marker.Octets)
        {
            int length = Math.Min(Marker.Octets - _octets, piece.Length);
            piece[..length].CopyTo(_head.AsSpan(_octets));
            _octets += length;
            piece = piece[length..];
        }

        if (!piece.IsEmpty)
        {
            int at = _octets - Marker.Octets;
            byte[] filling = scenario.Message.Filling;
            _isDamaged |= at + piece.Length > filling.Length || !piece.SequenceEqual(filling.AsSpan(at, piece.Length));
            _octets = (int)Math.Min((long)_octets + piece.Length, int.MaxValue);
        }

        if (isEnd)
        {
            OnMessage(opcode);
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
            Send(connection.Loop.Now);
        }
    }

    public void Send(long due)
    {
        MessageTemplate template = scenario.Message.Template;
        template.Write(connection.Output.Append(template.Octets), new Marker((uint)connection.Index, 0, _next, due));
        _next++;
        _underWay++;
        connection.Loop.Tally.Expect(1);
    }

    private void OnMessage(Opcode opcode)
    {
        Tally tally = connection.Loop.Tally;
        bool isWhole = !_isDamaged && _octets == scenario.Message.Octets && opcode == scenario.Message.Opcode;
        if (!isWhole || !Marker.TryRead(_head, out Marker marker) || marker.Sequence >= _next)
        {
            tally.Faults.Damaged++;
            tally.Faults.Note($"connection {connection.Index}: what came back is not what was sent ({opcode}, {_octets} octets)");
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
