using System.Globalization;
using Tradewind.Domain.Engine.Recording;

namespace Tradewind.Engine.Tests;

/// <summary>A ledger entry as text with every field to the last bit, so that entries are compared as strings.</summary>
internal static class EntryText
{
    public static string Of(LedgerEntry entry) => entry switch
    {
        SignalEntry { Signal: var signal } => string.Create(
            CultureInfo.InvariantCulture,
            $"{signal with { Values = [] }} {string.Join(", ", signal.Values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Name}={value.Value:R}")))}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{entry}"),
    };
}
