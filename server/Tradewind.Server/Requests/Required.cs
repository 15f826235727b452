using Tradewind.Domain.Errors;

namespace Tradewind.Server.Requests;

/// <summary>Checks for fields that must be set.</summary>
internal static class Required
{
    /// <summary>The text, which must not be empty.</summary>
    /// <exception cref="InvalidInputException">It is empty.</exception>
    public static string Text(string value, string field) => value.Length > 0 ? value : throw Missing(field);

    /// <summary>The message, which must be set.</summary>
    /// <exception cref="InvalidInputException">It is not set.</exception>
    public static T Message<T>(T? value, string field)
        where T : class => value ?? throw Missing(field);

    private static InvalidInputException Missing(string field) => new("FIELD_REQUIRED", field, "is required.");
}
