using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Tradewind.Transport.Hosting;

/// <summary>A method of a service with what answers its calls.</summary>
/// <param name="Method">The method.</param>
/// <param name="Handler">Answers a call.</param>
/// <param name="Attributes">Attributes of the implementing method, which become endpoint metadata.</param>
internal sealed record BoundMethod(IMethod Method, RequestDelegate Handler, IReadOnlyList<object> Attributes);
