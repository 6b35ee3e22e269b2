namespace Stratus.Realtime.Load.Wire;

/// <summary>Where one loop writes frames that are sent at once: of the next one of the same template only the marker is written.</summary>
internal sealed class LastFrame
{
    private byte[] _frame = [];
    private MessageTemplate? _template;

    /// <summary>The frame, until the next one is written.</summary>
    public ReadOnlySpan<byte> Write(MessageTemplate template, Marker marker)
    {
        if (template != _template)
        {
            _frame = _frame.Length >= template.Octets ? _frame : new byte[template.Octets];
            _template = template;
            template.Write(_frame, marker);
        }
        else
        {
            template.WriteMarker(_frame, marker);
        }

        return _frame.AsSpan(0, template.Octets);
    }
}
