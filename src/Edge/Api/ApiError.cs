using Stratus.Realtime.Edge.ClientProtocol;

namespace Stratus.Realtime.Edge.Api;

/// <summary>Why a command of the server API was not carried out.</summary>
/// <param name="Code">The code, one of the client protocol's.</param>
/// <param name="Message">What was wrong, for a developer.</param>
internal sealed record ApiError(int Code, string Message)
{
    public static ApiError Of(ReplyError error) => new(error.Code, error.Message);

    public static ApiError Of(ReplyError error, string detail) => new(error.Code, $"{error.Message}: {detail}");
}
