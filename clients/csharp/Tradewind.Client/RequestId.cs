using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Tradewind.Client;

/// <summary>Request ids make mutations safe to repeat: the server answers the same id with the first answer.</summary>
public static class RequestId
{
    /// <summary>A new id, unique in space and time.</summary>
    public static string New() => Guid.NewGuid().ToString("D");

    /// <summary>The request itself, or a copy with a new id where the message has an empty <c>request_id</c> field.</summary>
    /// <param name="request">Any request.</param>
    public static TRequest Ensure<TRequest>(TRequest request)
        where TRequest : class, IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(request);
        FieldDescriptor? field = request.Descriptor.FindFieldByName("request_id");
        if (field is null || field.Accessor.GetValue(request) is not "")
        {
            return request;
        }

        TRequest copy = request.Clone();
        field.Accessor.SetValue(copy, New());
        return copy;
    }
}
