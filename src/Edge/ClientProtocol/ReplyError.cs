namespace Stratus.Realtime.Edge.ClientProtocol;

/// <summary>Why a command was refused, as its reply says it. The named ones are all that this server makes itself.</summary>
internal sealed record ReplyError
{
    private ReplyError(int code, string message, bool temporary = false) => (Code, Message, Temporary) = (code, message, temporary);

    public static ReplyError Internal { get; } = new(100, "internal server error", temporary: true);

    public static ReplyError Unauthorized { get; } = new(101, "unauthorized");

    public static ReplyError UnknownChannel { get; } = new(102, "unknown channel");

    public static ReplyError PermissionDenied { get; } = new(103, "permission denied");

    public static ReplyError MethodNotFound { get; } = new(104, "method not found");

    public static ReplyError AlreadySubscribed { get; } = new(105, "already subscribed");

    public static ReplyError LimitExceeded { get; } = new(106, "limit exceeded");

    public static ReplyError BadRequest { get; } = new(107, "bad request");

    public static ReplyError NotAvailable { get; } = new(108, "not available");

    public static ReplyError TokenExpired { get; } = new(109, "token expired");

    public static ReplyError TooManyRequests { get; } = new(111, "too many requests", temporary: true);

    public static ReplyError UnrecoverablePosition { get; } = new(112, "unrecoverable position");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<ReplyError> All { get; } =
    [
        Internal, Unauthorized, UnknownChannel, PermissionDenied, MethodNotFound, AlreadySubscribed, LimitExceeded,
        BadRequest, NotAvailable, TokenExpired, TooManyRequests, UnrecoverablePosition,
    ];

    /// <summary>One that the application chose; it has codes of its own.</summary>
    public static ReplyError OfApplication(int code, string message, bool temporary) => new(code, message, temporary);

    public int Code { get; }

    /// <summary>For people; SDKs act on the code.</summary>
    public string Message { get; }

    /// <summary>True when the SDK may send the command again.</summary>
    public bool Temporary { get; }
}
