using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>
/// Reads the commands of one text message, whose UTF-8 the engine has checked. They stand on lines of their own; any
/// whitespace between them is taken for that, and none too, because there is nothing that it could be mistaken for.
/// <para>
/// What is not known: a field of a method is skipped, as newer SDKs send some. On the top level every method of the public
/// schema is an object and everything else is not; so an unknown object is a method that this server could not answer,
/// and a fault, while any other unknown value is skipped.
/// </para>
/// <para>
/// What is repeated: a fault, wherever names mean something. Parsers differ about which of two holds, so whoever looked
/// at the command before may have seen another one. No SDK can write such an object. Payloads are not looked into.
/// </para>
/// <para>
/// Commands before a fault have been given out when it is found; after it nothing more is.
/// </para>
/// </summary>
/// <param name="message">The message.</param>
internal ref struct CommandReader(ReadOnlySpan<byte> message)
{
    private static readonly FieldRow Id = new(CommandField.None, "id", "an integer from 1 to 4294967295");

    private CommandCursor _cursor = new(message);
    private bool _isBegun;

    /// <summary>Reads the next command. False at the end, and then for ever: with a fault, or without one when all was well.</summary>
    public bool TryRead([NotNullWhen(true)] out Command? command, out CommandFault fault)
    {
        command = null;
        if (!_cursor.Fault.IsFault && !_cursor.IsAtEnd)
        {
            try
            {
                command = ReadCommand();
            }
            catch (JsonException)
            {
                // Utf8JsonReader has no other way to say it; here it becomes a value.
                _cursor.Fail(CommandFaultKind.MalformedJson);
            }
        }
        else if (!_isBegun)
        {
            _cursor.Fail(CommandFaultKind.EmptyMessage);
        }

        _isBegun = true;
        fault = _cursor.Fault;
        return command is not null;
    }

    private Command? ReadCommand()
    {
        uint id = 0;
        MethodRow? method = null;
        CommandFields fields = default;
        uint seen = 0;

        _cursor.Next();
        if (!_cursor.IsObject)
        {
            _cursor.Fail(CommandFaultKind.NotAnObject);
            return null;
        }

        while (_cursor.NextName() && (_cursor.NameIs("id"u8) ? ReadId(ref seen, ref id) : ReadMethod(ref seen, ref method, ref fields)))
        {
        }

        return _cursor.Fault.IsFault || !Check(id, method) ? null
            : method is null ? Command.Pong.Instance
            : fields.ToCommand(method.Method, id);
    }

    private bool Check(uint id, MethodRow? method) => (id, method?.Method) switch
    {
        (0, null or CommandMethod.Send) => true,
        (0, _) => _cursor.Fail(CommandFaultKind.NoId),
        (_, null) => _cursor.Fail(CommandFaultKind.NoMethod),
        _ => true,
    };

    private bool ReadId(ref uint seen, ref uint id)
    {
        const uint Bit = 1u << 31; // methods have those from the other end
        if ((seen & Bit) != 0)
        {
            return _cursor.Fail(CommandFaultKind.RepeatedField, Id.Name);
        }

        seen |= Bit;
        _cursor.Next();
        bool isRead = _cursor.TryInteger(Id, 0, uint.MaxValue, out long value);
        id = (uint)value;
        return isRead;
    }

    private bool ReadMethod(ref uint seen, ref MethodRow? method, ref CommandFields fields)
    {
        MethodRow? row = FindMethod();
        _cursor.Next();
        if (row is null)
        {
            return _cursor.IsObject ? _cursor.Fail(CommandFaultKind.UnknownMethod) : _cursor.TrySkip();
        }

        uint bit = 1u << (int)row.Method;
        if ((seen & bit) != 0)
        {
            return _cursor.Fail(CommandFaultKind.RepeatedField, row.Name);
        }

        seen |= bit;
        if (_cursor.IsNull)
        {
            return true;
        }

        if (method is not null)
        {
            return _cursor.Fail(CommandFaultKind.SeveralMethods);
        }

        method = row;
        return _cursor.IsObject ? ReadFields(row.Fields, ref fields) : _cursor.Fail(CommandFaultKind.InvalidField, row.Name, "an object");
    }

    // Reads the fields of the object that was opened.
    private bool ReadFields(CommandField among, ref CommandFields fields)
    {
        while (_cursor.NextName())
        {
            FieldRow? row = FindField(among);
            _cursor.Next();
            if (row is null ? !_cursor.TrySkip() : !ReadOnce(row, ref fields))
            {
                return false;
            }
        }

        return !_cursor.Fault.IsFault;
    }

    private bool ReadOnce(FieldRow row, ref CommandFields fields)
    {
        if ((fields.Present & row.Field) != 0)
        {
            return _cursor.Fail(CommandFaultKind.RepeatedField, row.Name);
        }

        fields.Present |= row.Field;
        return ReadField(row, ref fields);
    }

    private bool ReadField(FieldRow row, ref CommandFields fields)
    {
        switch (row.Field)
        {
            case CommandField.Channel:
                return _cursor.TryText(row, out fields.Channel);
            case CommandField.Token:
                return _cursor.TryText(row, out fields.Token);
            case CommandField.Epoch:
                return _cursor.TryText(row, out fields.Epoch);
            case CommandField.Name:
                return _cursor.TryText(row, out fields.Name);
            case CommandField.Version:
                return _cursor.TryText(row, out fields.Version);
            case CommandField.Method:
                return _cursor.TryText(row, out fields.Method);
            case CommandField.Data:
                return _cursor.TryPayload(out fields.Data);
            case CommandField.Offset:
                return _cursor.TryInteger(row, 0, long.MaxValue, out fields.Offset);
            case CommandField.Limit:
                bool isRead = _cursor.TryInteger(row, int.MinValue, int.MaxValue, out long limit);
                fields.Limit = (int)limit;
                return isRead;
            case CommandField.Since:
                return ReadSince(row, ref fields);
            case CommandField.Subs:
                return ReadSubs(row, out fields.Subs);
            case CommandField.Headers:
                return ReadHeaders(row, out fields.Headers);
            default:
                bool isFlag = _cursor.TryFlag(row, out bool flag);
                fields.True |= flag ? row.Field : CommandField.None;
                return isFlag;
        }
    }

    // No method that has a position of its own has this one too: both are kept in the same place.
    private bool ReadSince(FieldRow row, ref CommandFields fields)
    {
        fields.HasSince = _cursor.IsObject;
        return fields.HasSince ? ReadFields(CommandTable.PositionFields, ref fields) : _cursor.IsNull || _cursor.Invalid(row);
    }

    private bool ReadSubs(FieldRow row, out Dictionary<string, SubscribeRequest>? subs)
    {
        subs = _cursor.IsObject ? new(StringComparer.Ordinal) : null;
        if (subs is null)
        {
            return _cursor.IsNull || _cursor.Invalid(row);
        }

        while (_cursor.NextName())
        {
            string channel = _cursor.Name();
            CommandFields fields = default;
            _cursor.Next();
            if (_cursor.IsObject ? !ReadFields(CommandTable.SubscribeFields, ref fields) : !_cursor.IsNull && !_cursor.Invalid(row))
            {
                return false;
            }

            if (!subs.TryAdd(channel, fields.ToSubscribeRequest(channel)))
            {
                return _cursor.Fail(CommandFaultKind.RepeatedField, row.Name);
            }
        }

        return !_cursor.Fault.IsFault;
    }

    private bool ReadHeaders(FieldRow row, out Dictionary<string, string>? headers)
    {
        headers = _cursor.IsObject ? new(StringComparer.Ordinal) : null;
        if (headers is null)
        {
            return _cursor.IsNull || _cursor.Invalid(row);
        }

        while (_cursor.NextName())
        {
            string name = _cursor.Name();
            _cursor.Next();
            if (!_cursor.TryText(row, out string value))
            {
                return false;
            }

            if (!headers.TryAdd(name, value))
            {
                return _cursor.Fail(CommandFaultKind.RepeatedField, row.Name);
            }
        }

        return !_cursor.Fault.IsFault;
    }

    private readonly MethodRow? FindMethod()
    {
        foreach (MethodRow row in CommandTable.Methods)
        {
            if (_cursor.NameIs(row.Octets))
            {
                return row;
            }
        }

        return null;
    }

    private readonly FieldRow? FindField(CommandField among)
    {
        foreach (FieldRow row in CommandTable.Fields)
        {
            if ((row.Field & among) != 0 && _cursor.NameIs(row.Octets))
            {
                return row;
            }
        }

        return null;
    }
}
