using System.Data;
using System.Data.Common;

namespace Tradewind.Storage;

/// <summary>A statement run many times with other values; its parameters are set by position.</summary>
internal sealed class PreparedCommand : IDisposable
{
    private readonly DbCommand _command;

    /// <param name="connection">Connection.</param>
    /// <param name="sql">Statement.</param>
    /// <param name="parameters">Names and types of its parameters.</param>
    public PreparedCommand(DbConnection connection, string sql, params ReadOnlySpan<(string Name, DbType Type)> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach ((string name, DbType type) in parameters)
        {
            DbParameter parameter = _command.CreateParameter();
            (parameter.ParameterName, parameter.DbType) = (name, type);
            _command.Parameters.Add(parameter);
        }
    }

    /// <summary>Runs the statement; the first value of its answer, null where there is none.</summary>
    public object? Run(params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return _command.ExecuteScalar();
    }

    public void Dispose() => _command.Dispose();
}
